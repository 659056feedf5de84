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
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Carries out the activities of a method, each when its turn has come, and keeps what became of them. */
final class ActivityRuns {
    private final Planned planned;
    private final Dry dry;
    private final Stop stop;
    private final Bus bus;
    private final FaultRuns faults;
    private final ProbeRuns probes;
    private final Successors successors;
    private final List<ActivityRun> runs = Collections.synchronizedList(new ArrayList<>());

    /** What was made for a call; the same activity may be done again. */
    private final Set<String> used = ConcurrentHashMap.newKeySet();

    ActivityRuns(Planned planned, Stop stop, Bus bus, FaultRuns faults, ProbeRuns probes) {
        this.planned = planned;
        this.dry = planned.plan().experiment().dry();
        this.stop = stop;
        this.bus = bus;
        this.faults = faults;
        this.probes = probes;
        this.successors = new Successors(planned.newcomers(), faults, bus);
    }

    /** What is left to do of an activity that has begun. */
    interface Rest {
        ActivityRun finish() throws InterruptedException;
    }

    /** Of those that are over, in the order in which they ended. */
    List<ActivityRun> all() {
        return List.copyOf(runs);
    }

    ActivityRun skipped(Activity activity, String why) {
        ActivityRun run = ActivityRun.skipped(activity, bus.now(), why);
        runs.add(run);
        bus.emit(new Event.ActivitySkipped(bus.now(), run));
        return run;
    }

    /** One that failed before it began. */
    ActivityRun notBegun(Activity activity, String why) {
        ActivityRun run = failed(activity, bus.now(), why);
        ended(run);
        return run;
    }

    /** Records it, and tells it. */
    void ended(ActivityRun run) {
        runs.add(run);
        bus.emit(new Event.ActivityEnded(bus.now(), run));
    }

    /** Begins it; a fault is on when this returns. */
    Rest start(Activity activity, ExecutorService threads) throws InterruptedException {
        stop.check();
        bus.emit(new Event.ActivityStarted(bus.now(), activity));
        Instant start = bus.now();
        if (activity.provider() instanceof Provider.FaultCall call && !dry.skips(activity)) {
            List<Injection> injections =
                    successors.of(activity, call, planned.plan().injectionsOf(activity));
            inject(activity, start, injections, threads);
            successors.hit(injections);
            return toldWhenCutShort(activity, start, holding(activity, call, start, injections, threads));
        }
        return toldWhenCutShort(activity, start, () -> call(activity, start));
    }

    /** What it needs is made first, of an activity that is done again once more, and taken back when it is over. */
    private ActivityRun call(Activity activity, Instant start) throws InterruptedException {
        List<Injection> known = dry.skips(activity) ? List.of() : planned.plan().injectionsOf(activity);
        Optional<Injection> made = known.stream()
                .filter(planned.plan()::isMade)
                .filter(injection -> used.add(injection.id()))
                .findFirst();
        if (made.isEmpty()) {
            return call(activity, start, known);
        }
        try {
            faults.inject(made.get());
        } catch (Injector.StepFailed e) {
            faults.takeBack(List.of(made.get()));
            return failed(activity, start, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return failed(activity, start, "the ledger could not be written, so nothing was done: " + e.getMessage());
        }
        ActivityRun run = call(activity, start, List.of());
        faults.takeBack(List.of(made.get()));
        return run;
    }

    /** How what it is known to change is taken back is written down first. */
    private ActivityRun call(Activity activity, Instant start, List<Injection> foreseen) throws InterruptedException {
        try {
            if (!foreseen.isEmpty()) {
                faults.foresee(foreseen);
            }
        } catch (IOException e) {
            return failed(activity, start, "the ledger could not be written, so nothing was done: " + e.getMessage());
        }
        ActivityRun run = probes.run(activity).begunAt(start);
        if (run.fine()) {
            faults.happened(foreseen, planned.plan().experiment().rules().ours());
        }
        return run;
    }

    private Rest toldWhenCutShort(Activity activity, Instant start, Rest rest) {
        return () -> {
            try {
                return rest.finish();
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

    private Hold holding(
            Activity activity,
            Provider.FaultCall call,
            Instant start,
            List<Injection> injections,
            ExecutorService threads) {
        return new Hold(activity, call, start, injections, planned.newcomers(), faults, bus, stop, threads);
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
