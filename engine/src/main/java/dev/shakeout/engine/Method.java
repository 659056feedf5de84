package dev.shakeout.engine;

import dev.shakeout.engine.Controls.Part;
import dev.shakeout.engine.Controls.Place;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * The method's activities, one after the other. A background fault is on before the next activity begins and is held
 * beside it; a background probe or call begins beside it. One that waits for others does so where it runs: in the background,
 * or in everybody's way.
 */
final class Method {
    private final Planned planned;
    private final Dry dry;
    private final Stop stop;
    private final Bus bus;
    private final FaultRuns faults;
    private final ProbeRuns probes;
    private final Around around;
    private final Outcomes outcomes;
    private final Successors successors;
    private final List<ActivityRun> runs = Collections.synchronizedList(new ArrayList<>());

    /** What was made for a call; the same activity may be done again. */
    private final Set<String> used = ConcurrentHashMap.newKeySet();

    /** Controls of activities that were cut short, called once everything is taken back. */
    private final List<Runnable> afterwards = Collections.synchronizedList(new ArrayList<>());

    Method(Planned planned, Stop stop, Bus bus, FaultRuns faults, ProbeRuns probes, Around around) {
        this.planned = planned;
        this.dry = planned.plan().experiment().dry();
        this.stop = stop;
        this.bus = bus;
        this.faults = faults;
        this.probes = probes;
        this.around = around;
        this.outcomes = new Outcomes(planned.plan().experiment().method(), dry);
        this.successors = new Successors(planned.newcomers(), faults, bus);
    }

    /** Carries everything out; when it returns or throws, all is taken back and nothing more can be injected. */
    void run() throws InterruptedException {
        try {
            around.before(Part.METHOD);
        } catch (InterruptedException e) {
            faults.close();
            faults.takeBackAll();
            around.after(Part.METHOD, Optional.empty());
            throw e;
        }
        try {
            carryOut();
        } finally {
            afterwards.forEach(Runnable::run);
            around.after(Part.METHOD, Optional.of(List.copyOf(runs)));
        }
        around.check();
    }

    private void carryOut() throws InterruptedException {
        var beside = new ArrayList<Future<?>>();
        try (ExecutorService threads = Threads.forEach("activity")) {
            try {
                for (var placed :
                        Placed.all(Part.METHOD, planned.plan().experiment().method())) {
                    if (stop.noMore()) {
                        break;
                    }
                    begin(placed, threads, beside);
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

    /** Beside the rest from its first wait on; one that does not wait has begun, and a fault is on, before the next. */
    private void begin(Placed<Activity> placed, ExecutorService threads, List<Future<?>> beside)
            throws InterruptedException {
        Activity activity = placed.activity();
        boolean waits = !activity.cue().isNone();
        boolean pauses = !activity.pauses().before().isZero() && !dry.skipsPausesOf(activity);
        if (!activity.background()) {
            whole(placed, threads);
        } else if (waits || pauses) {
            beside.add(threads.submit(() -> {
                whole(placed, threads);
                return null;
            }));
        } else {
            Rest rest = begun(placed, () -> start(before(placed), threads));
            var watched = new CompletableFuture<Void>();
            beside.add(threads.submit(() -> {
                watched.complete(null);
                try {
                    conclude(placed.place(), begun(placed, rest::finish));
                } finally {
                    outcomes.over(placed.place());
                }
                return null;
            }));
            watched.join(); // one that is cancelled before it has begun would not tell of what has
        }
    }

    private void whole(Placed<Activity> placed, ExecutorService threads) throws InterruptedException {
        try {
            if (isDue(placed)) {
                ActivityRun run = begun(placed, () -> {
                    Activity activity = before(placed);
                    pause(activity, activity.pauses().before());
                    return start(activity, threads).finish();
                });
                conclude(placed.place(), run);
            }
        } finally {
            outcomes.over(placed.place());
        }
    }

    /** Waits for what it waits for. What is not carried out has no pauses, and no control is called for it. */
    private boolean isDue(Placed<Activity> placed) throws InterruptedException {
        Activity activity = placed.activity();
        if (activity.cue().isNone()) {
            return true;
        }
        Optional<Outcomes.Decision> decision = outcomes.await(placed.place(), activity.cue());
        stop.check();
        if (decision.isEmpty() || stop.noMore()) {
            return false;
        }
        switch (decision.get()) {
            case Outcomes.Decision.Go _ -> {
                return true;
            }
            case Outcomes.Decision.Skip(String why) -> {
                ActivityRun run = ActivityRun.skipped(activity, bus.now(), why);
                runs.add(run);
                bus.emit(new Event.ActivitySkipped(bus.now(), run));
                outcomes.ended(placed.place(), run);
            }
            case Outcomes.Decision.Unanswered(String why) -> {
                ActivityRun run = failed(activity, bus.now(), why);
                ended(run);
                outcomes.ended(placed.place(), run);
            }
        }
        return false;
    }

    private Activity before(Placed<Activity> placed) throws InterruptedException {
        return around.before(placed.place(), placed.activity());
    }

    private interface Step<T> {
        T take() throws InterruptedException;
    }

    private <T> T begun(Placed<Activity> placed, Step<T> step) throws InterruptedException {
        try {
            return step.take();
        } catch (InterruptedException e) {
            cutShort(placed.place(), placed.activity());
            throw e;
        }
    }

    private void cutShort(Place place, Activity activity) {
        afterwards.add(() -> around.cutShort(place, activity));
    }

    /** A control after an activity is called after its pause, and may still change what is recorded. */
    private void conclude(Place place, ActivityRun run) throws InterruptedException {
        Activity activity = run.activity();
        if (!around.any()) {
            ended(run);
            pause(activity, activity.pauses().after());
            outcomes.ended(place, run);
            return;
        }
        ActivityRun seen = run;
        try {
            begun(new Placed<>(place, activity), () -> {
                pause(activity, activity.pauses().after());
                return run;
            });
            seen = around.after(place, activity, run);
        } finally {
            ended(seen);
        }
        outcomes.ended(place, seen);
        around.check();
    }

    /** What is left to do of an activity that has begun. */
    private interface Rest {
        ActivityRun finish() throws InterruptedException;
    }

    private Rest start(Activity activity, ExecutorService threads) throws InterruptedException {
        stop.check();
        bus.emit(new Event.ActivityStarted(bus.now(), activity));
        Instant start = bus.now();
        if (activity.provider() instanceof Provider.FaultCall call && !dry.skips(activity)) {
            List<Injection> injections =
                    successors.of(activity, call, planned.plan().injectionsOf(activity));
            inject(activity, start, injections, threads);
            return toldWhenCutShort(activity, start, new Hold(activity, call, start, injections, threads));
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

    /** Keeps a fault on for its time, then takes it back. Without a duration it stays until the method ends. */
    private final class Hold implements Rest {
        private final Activity activity;
        private final Provider.FaultCall call;
        private final Instant start;
        private final List<Injection> injections;
        private final ExecutorService threads;

        Hold(
                Activity activity,
                Provider.FaultCall call,
                Instant start,
                List<Injection> injections,
                ExecutorService threads) {
            this.activity = activity;
            this.call = call;
            this.start = start;
            this.injections = new ArrayList<>(injections);
            this.threads = threads;
        }

        @Override
        public ActivityRun finish() throws InterruptedException {
            List<Injection> momentary = injections.stream()
                    .filter(injection -> faults.effect(injection).momentary())
                    .toList();
            faults.takeBack(momentary);
            successors.hit(momentary);
            boolean waits =
                    momentary.size() < injections.size() || call.selector().includesNew();
            if (call.duration().isPresent() && waits) {
                boolean whole = hold(call.duration().get());
                faults.takeBack(injections);
                if (!whole) {
                    throw new InterruptedException();
                }
            }
            Json.Obj output = Json.object(
                    "injections",
                    new Json.Arr(injections.stream().map(i -> Json.of(i.id())).toList()));
            return succeeded(activity, start, output);
        }

        /** @return false when a stop was asked for */
        private boolean hold(Duration duration) throws InterruptedException {
            Optional<Newcomers> newcomers =
                    planned.newcomers().filter(_ -> call.selector().includesNew());
            if (newcomers.isEmpty()) {
                return stop.sleep(duration);
            }
            var joining = new Joining(activity, call, newcomers.get(), faults, bus, stop, threads);
            boolean whole = false;
            try {
                whole = stop.sleep(duration);
                if (whole) {
                    joining.finish();
                }
                return whole;
            } finally {
                if (!whole) {
                    joining.cancel();
                }
                injections.addAll(joining.joined());
            }
        }
    }

    private void ended(ActivityRun run) {
        runs.add(run);
        bus.emit(new Event.ActivityEnded(bus.now(), run));
    }

    private void pause(Activity activity, Duration duration) throws InterruptedException {
        if (!dry.skipsPausesOf(activity) && !duration.isZero() && !stop.sleep(duration)) {
            throw new InterruptedException();
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
