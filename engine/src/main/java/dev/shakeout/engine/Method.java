package dev.shakeout.engine;

import dev.shakeout.model.Activity;
import dev.shakeout.model.ActivityRun;
import dev.shakeout.model.Dry;
import dev.shakeout.model.Event;
import dev.shakeout.model.Injection;
import dev.shakeout.model.Json;
import dev.shakeout.model.Provider;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The method's activities, one after the other. A background fault is on before the next activity begins and is held
 * beside it; a background probe or call begins beside it.
 */
final class Method {
    private final Planned planned;
    private final Dry dry;
    private final Stop stop;
    private final Bus bus;
    private final FaultRuns faults;
    private final ProbeRuns probes;

    Method(Planned planned, Stop stop, Bus bus, FaultRuns faults, ProbeRuns probes) {
        this.planned = planned;
        this.dry = planned.plan().experiment().dry();
        this.stop = stop;
        this.bus = bus;
        this.faults = faults;
        this.probes = probes;
    }

    /** Carries everything out; when it returns or throws, all is taken back and nothing more can be injected. */
    void run() throws InterruptedException {
        var beside = new ArrayList<Future<?>>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                for (Activity activity : planned.plan().experiment().method()) {
                    if (stop.noMore()) {
                        break;
                    }
                    begin(activity, threads, beside);
                }
                for (Future<?> future : beside) {
                    await(future);
                }
            } finally { // before the threads are waited for: one of them may be slow to notice
                stop.leave();
                beside.forEach(future -> future.cancel(true));
                faults.close();
                faults.takeBackAll();
            }
        }
    }

    /** Beside the rest from its first pause on; one that does not pause has begun, and a fault is on, before the next. */
    private void begin(Activity activity, ExecutorService threads, List<Future<?>> beside) throws InterruptedException {
        boolean pauses = !activity.pauses().before().isZero() && !dry.skipsPausesOf(activity);
        if (!activity.background()) {
            whole(activity, threads);
        } else if (pauses) {
            beside.add(threads.submit(() -> {
                whole(activity, threads);
                return null;
            }));
        } else {
            Rest rest = start(activity, threads);
            beside.add(threads.submit(() -> {
                rest.finish();
                pause(activity, activity.pauses().after());
                return null;
            }));
        }
    }

    private void whole(Activity activity, ExecutorService threads) throws InterruptedException {
        pause(activity, activity.pauses().before());
        start(activity, threads).finish();
        pause(activity, activity.pauses().after());
    }

    /** What is left to do of an activity that has begun. */
    private interface Rest {
        void finish() throws InterruptedException;
    }

    private Rest start(Activity activity, ExecutorService threads) throws InterruptedException {
        stop.check();
        bus.emit(new Event.ActivityStarted(bus.now(), activity));
        Instant start = bus.now();
        if (activity.provider() instanceof Provider.FaultCall call && !dry.skips(activity)) {
            List<Injection> injections = planned.plan().injectionsOf(activity);
            inject(activity, start, injections, threads);
            return toldWhenCutShort(activity, start, new Hold(activity, start, injections, call.duration()));
        }
        return toldWhenCutShort(
                activity, start, () -> ended(probes.run(activity).begunAt(start)));
    }

    private Rest toldWhenCutShort(Activity activity, Instant start, Rest rest) {
        return () -> {
            try {
                rest.finish();
            } catch (InterruptedException e) {
                ended(unfinished(activity, start, Optional.empty(), Optional.empty()));
                throw e;
            }
        };
    }

    private void inject(Activity activity, Instant start, List<Injection> injections, ExecutorService threads)
            throws InterruptedException {
        List<Future<?>> injecting = new ArrayList<>();
        for (Injection injection : injections) {
            injecting.add(threads.submit(() -> {
                faults.inject(injection);
                return null;
            }));
        }
        Optional<String> failure = Optional.empty();
        try {
            for (Future<?> future : injecting) {
                failure = failure.or(() -> failureOf(future));
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        } catch (InterruptedException e) {
            injecting.forEach(future -> future.cancel(true));
            ended(unfinished(activity, start, Optional.empty(), Optional.empty()));
            throw e; // the executor's close waits for them, so nothing is injected after the undo
        }
        if (failure.isPresent()) {
            faults.takeBack(injections);
            ended(failed(activity, start, failure.get()));
            stop.ask(Verdict.FAILED, "'" + activity.name() + "' failed: " + failure.get());
            throw new InterruptedException();
        }
    }

    private static Optional<String> failureOf(Future<?> future) {
        try {
            future.get();
            return Optional.empty();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return Optional.of(
                    cause instanceof IOException
                            ? "the ledger could not be written, so the step was not taken: " + cause.getMessage()
                            : String.valueOf(cause.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Keeps a fault on for its time, then takes it back. Without a duration it stays until the method ends. */
    private final class Hold implements Rest {
        private final Activity activity;
        private final Instant start;
        private final List<Injection> injections;
        private final Optional<Duration> duration;

        Hold(Activity activity, Instant start, List<Injection> injections, Optional<Duration> duration) {
            this.activity = activity;
            this.start = start;
            this.injections = injections;
            this.duration = duration;
        }

        @Override
        public void finish() throws InterruptedException {
            List<Injection> momentary = injections.stream()
                    .filter(injection -> planned.effect(injection).momentary())
                    .toList();
            faults.takeBack(momentary);
            if (duration.isPresent() && momentary.size() < injections.size()) {
                boolean whole = stop.sleep(duration.get());
                faults.takeBack(injections);
                if (!whole) {
                    throw new InterruptedException();
                }
            }
            Json.Obj output = Json.object(
                    "injections",
                    new Json.Arr(injections.stream().map(i -> Json.of(i.id())).toList()));
            ended(succeeded(activity, start, output));
        }
    }

    void rollBack(List<Activity> rollbacks) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Activity activity : rollbacks) {
                if (activity.background()) {
                    threads.execute(() -> rollBack(activity));
                } else if (!rollBack(activity)) {
                    return;
                }
            }
        }
    }

    /** @return false when somebody wants this thread to end */
    private boolean rollBack(Activity activity) {
        try {
            pauseWhateverHappens(activity, activity.pauses().before());
            bus.emit(new Event.RollbackEnded(bus.now(), probes.run(activity)));
            pauseWhateverHappens(activity, activity.pauses().after());
            return true;
        } catch (InterruptedException _) {
            bus.emit(new Event.RollbackEnded(bus.now(), failed(activity, bus.now(), "interrupted")));
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void ended(ActivityRun run) {
        bus.emit(new Event.ActivityEnded(bus.now(), run));
    }

    private void pause(Activity activity, Duration duration) throws InterruptedException {
        if (!dry.skipsPausesOf(activity) && !duration.isZero() && !stop.sleep(duration)) {
            throw new InterruptedException();
        }
    }

    /** A rollback comes after a stop too. */
    private void pauseWhateverHappens(Activity activity, Duration duration) throws InterruptedException {
        if (!dry.skipsPausesOf(activity)) {
            Thread.sleep(duration);
        }
    }

    private static void await(Future<?> future) throws InterruptedException {
        try {
            future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InterruptedException) {
                throw new InterruptedException();
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private ActivityRun succeeded(Activity activity, Instant start, Json output) {
        return new ActivityRun(
                activity,
                start,
                Duration.between(start, bus.now()),
                Optional.of(ActivityRun.Status.SUCCEEDED),
                output,
                Optional.empty(),
                Optional.empty());
    }

    private ActivityRun failed(Activity activity, Instant start, String error) {
        return unfinished(activity, start, Optional.of(ActivityRun.Status.FAILED), Optional.of(error));
    }

    /** @param status empty when it was interrupted */
    private ActivityRun unfinished(
            Activity activity, Instant start, Optional<ActivityRun.Status> status, Optional<String> error) {
        return new ActivityRun(
                activity, start, Duration.between(start, bus.now()), status, Json.Null.NULL, error, Optional.empty());
    }
}
