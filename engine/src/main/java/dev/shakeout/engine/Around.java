package dev.shakeout.engine;

import dev.shakeout.engine.Controls.Part;
import dev.shakeout.engine.Controls.Place;
import dev.shakeout.model.Activity;
import dev.shakeout.model.ActivityRun;
import dev.shakeout.model.Event;
import dev.shakeout.model.Journal.SteadyState;
import dev.shakeout.model.Provider;
import dev.shakeout.model.Verdict;
import java.util.List;
import java.util.Optional;

/** A run's controls, and what follows when one of them wants the run to end. Faults and samplers are out of their reach. */
final class Around {
    private final Controls controls;
    private final ProbeRuns probes;
    private final Stop stop;
    private final Bus bus;
    private volatile boolean rollingBack;
    private volatile boolean ended;

    Around(Controls controls, ProbeRuns probes, Stop stop, Bus bus) {
        this.controls = controls;
        this.probes = probes;
        this.stop = stop;
        this.bus = bus;
    }

    boolean any() {
        return controls.any();
    }

    /** Whether one of them wants the run to end. */
    boolean ended() {
        return ended;
    }

    /** The stop that ends a method means nothing to rollbacks, so from here on an end is told and carried out there. */
    void rollingBack() {
        rollingBack = true;
        ended = false;
    }

    void check() throws InterruptedException {
        if (ended) {
            throw new InterruptedException();
        }
    }

    private InterruptedException ends(EndsRun e) {
        ended = true;
        String words = String.valueOf(e.getMessage());
        if (rollingBack) {
            bus.emit(new Event.Interrupted(bus.now(), words));
        } else {
            stop.ask(Verdict.ABORTED, words);
        }
        return new InterruptedException();
    }

    void beforeExperiment() throws InterruptedException {
        try {
            controls.beforeExperiment();
        } catch (EndsRun e) {
            throw ends(e);
        }
    }

    void before(Part part) throws InterruptedException {
        try {
            controls.before(part);
        } catch (EndsRun e) {
            throw ends(e);
        }
    }

    /** After the method or the rollbacks; follow with {@link #check}. */
    void after(Part part, Optional<List<ActivityRun>> runs) {
        try {
            controls.after(
                    part,
                    runs.map(all -> all.stream()
                            .sorted((one, other) -> one.start().compareTo(other.start()))
                            .map(ActivityRun::recorded)
                            .toList()));
        } catch (EndsRun e) {
            ends(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return whether the steady state is met; follow with {@link #check} */
    boolean afterHypothesis(SteadyState state) throws InterruptedException {
        try {
            return controls.afterHypothesis(Optional.of(state), true);
        } catch (EndsRun e) {
            ends(e);
            return state.met();
        }
    }

    /** @param state empty when the check did not even begin */
    void hypothesisCutShort(Optional<SteadyState> state) {
        try {
            controls.afterHypothesis(state, false);
        } catch (EndsRun e) {
            ends(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    Activity before(Place place, Activity activity) throws InterruptedException {
        try {
            Activity changed = controls.before(place, activity);
            return outOfReach(activity) || outOfReach(changed) ? activity : changed;
        } catch (EndsRun e) {
            throw ends(e);
        }
    }

    private boolean outOfReach(Activity activity) {
        return activity.provider() instanceof Provider.FaultCall || probes.isContinuous(activity);
    }

    /** Follow with {@link #check}. */
    ActivityRun after(Place place, Activity activity, ActivityRun run) throws InterruptedException {
        try {
            return controls.after(place, activity, Optional.of(run)).orElse(run);
        } catch (EndsRun e) {
            ends(e);
            return run;
        }
    }

    /** The activity did not come to its end. */
    void cutShort(Place place, Activity activity) {
        try {
            controls.after(place, activity, Optional.empty());
        } catch (EndsRun e) {
            ends(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Carries out a probe of the hypothesis; judged is what the controls have made of its output. */
    ActivityRun judged(Placed<Activity.Probe> placed) throws InterruptedException {
        if (!any()) {
            return probes.judged(placed.activity());
        }
        Activity.Probe probe = placed.activity();
        ActivityRun run;
        try {
            probe = before(placed.place(), probe) instanceof Activity.Probe changed ? changed : probe;
            run = probes.judged(probe);
        } catch (InterruptedException e) {
            cutShort(placed.place(), probe);
            throw e;
        }
        ActivityRun seen = after(placed.place(), probe, run);
        return seen.equals(run) ? run : probes.judgedAgain(probe, seen);
    }
}
