package dev.shakeout.engine;

import dev.shakeout.engine.Controls.Part;
import dev.shakeout.engine.Controls.Place;
import dev.shakeout.model.Activity;
import dev.shakeout.model.ActivityRun;
import dev.shakeout.model.Dry;
import dev.shakeout.model.Event;
import dev.shakeout.model.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/** The file's own rollbacks, one after the other; those in the background begin beside the rest. */
final class Rollbacks {
    private final Dry dry;
    private final Bus bus;
    private final ProbeRuns probes;
    private final Around around;

    Rollbacks(Dry dry, Bus bus, ProbeRuns probes, Around around) {
        this.dry = dry;
        this.bus = bus;
        this.probes = probes;
        this.around = around;
    }

    void run(List<Activity> rollbacks) {
        around.rollingBack();
        try {
            around.before(Part.ROLLBACKS);
        } catch (InterruptedException _) {
            around.after(Part.ROLLBACKS, Optional.empty());
            keepInterrupt();
            return;
        }
        var rolledBack = Collections.synchronizedList(new ArrayList<ActivityRun>());
        try (ExecutorService threads = Threads.forEach("rollback")) {
            for (var placed : Placed.all(Part.ROLLBACKS, rollbacks)) {
                if (placed.activity().background()) {
                    threads.execute(() -> rollBack(placed, rolledBack));
                } else if (!rollBack(placed, rolledBack)) {
                    break;
                }
            }
        }
        around.after(Part.ROLLBACKS, Optional.of(List.copyOf(rolledBack)));
    }

    /** Unless it was a control that ended the rollbacks, somebody wants this thread to end. */
    private void keepInterrupt() {
        if (!around.ended()) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return false when no other rollback may follow */
    private boolean rollBack(Placed<Activity> placed, List<ActivityRun> rolledBack) {
        Place place = placed.place();
        Activity activity = placed.activity();
        try {
            activity = around.before(place, activity);
            pauseWhateverHappens(activity, activity.pauses().before());
            ActivityRun run = probes.run(activity);
            if (!around.any()) {
                bus.emit(new Event.RollbackEnded(bus.now(), run));
                pauseWhateverHappens(activity, activity.pauses().after());
                return true;
            }
            pauseWhateverHappens(activity, activity.pauses().after());
            ActivityRun seen = around.after(place, activity, run);
            rolledBack.add(seen);
            bus.emit(new Event.RollbackEnded(bus.now(), seen));
            return !around.ended();
        } catch (InterruptedException _) {
            around.cutShort(place, activity);
            if (!around.ended()) {
                bus.emit(new Event.RollbackEnded(bus.now(), interrupted(activity)));
            }
            keepInterrupt();
            return false;
        }
    }

    private ActivityRun interrupted(Activity activity) {
        return new ActivityRun(
                activity,
                bus.now(),
                Duration.ZERO,
                Optional.of(ActivityRun.Status.FAILED),
                Json.Null.NULL,
                Optional.of("interrupted"),
                Optional.empty());
    }

    /** A rollback comes after a stop too. */
    private void pauseWhateverHappens(Activity activity, Duration duration) throws InterruptedException {
        if (!dry.skipsPausesOf(activity)) {
            Thread.sleep(duration);
        }
    }
}
