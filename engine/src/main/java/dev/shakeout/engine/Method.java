package dev.shakeout.engine;

import dev.shakeout.engine.Controls.Part;
import dev.shakeout.engine.Controls.Place;
import dev.shakeout.model.Activity;
import dev.shakeout.model.ActivityRun;
import dev.shakeout.model.Dry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
    private final FaultRuns faults;
    private final ActivityRuns activities;
    private final Around around;
    private final Outcomes outcomes;

    /** Controls of activities that were cut short, called once everything is taken back. */
    private final List<Runnable> afterwards = Collections.synchronizedList(new ArrayList<>());

    Method(Planned planned, Stop stop, FaultRuns faults, ActivityRuns activities, Around around) {
        this.planned = planned;
        this.dry = planned.plan().experiment().dry();
        this.stop = stop;
        this.faults = faults;
        this.activities = activities;
        this.around = around;
        this.outcomes = new Outcomes(planned.plan().experiment().method(), dry);
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
            around.after(Part.METHOD, Optional.of(activities.all()));
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
            ActivityRuns.Rest rest = begun(placed, () -> activities.start(before(placed), threads));
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
                    return activities.start(activity, threads).finish();
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
                outcomes.ended(placed.place(), activities.skipped(activity, why));
            }
            case Outcomes.Decision.Unanswered(String why) -> {
                outcomes.ended(placed.place(), activities.notBegun(activity, why));
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
            activities.ended(run);
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
            activities.ended(seen);
        }
        outcomes.ended(place, seen);
        around.check();
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
}
