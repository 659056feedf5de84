package dev.shakeout.engine;

import dev.shakeout.engine.Controls.Part;
import dev.shakeout.model.Activity;
import dev.shakeout.model.ActivityRun;
import dev.shakeout.model.Journal.SteadyState;
import dev.shakeout.model.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One check of the steady state, probe by probe, with the controls around it. */
record HypothesisRound(Phase phase, Around around, Bus bus) {

    /** Told of each probe. */
    interface Eye {
        /** @return false to end the round with this one */
        boolean goesOnAfter(ActivityRun run) throws InterruptedException;
    }

    SteadyState check(List<Placed<Activity.Probe>> probes, Eye eye) throws InterruptedException {
        begin();
        var runs = new ArrayList<ActivityRun>();
        try {
            for (Placed<Activity.Probe> probe : probes) {
                ActivityRun run = around.judged(probe);
                runs.add(run);
                if (!eye.goesOnAfter(run)) {
                    break;
                }
                around.check();
            }
        } catch (InterruptedException e) {
            around.hypothesisCutShort(Optional.of(state(runs)));
            throw e;
        }
        SteadyState state = state(runs);
        boolean met = around.afterHypothesis(state);
        around.check();
        return new SteadyState(phase, state.at(), met, state.enough(), state.probes());
    }

    private void begin() throws InterruptedException {
        try {
            around.before(Part.HYPOTHESIS);
        } catch (InterruptedException e) {
            around.hypothesisCutShort(Optional.empty());
            throw e;
        }
    }

    private SteadyState state(List<ActivityRun> runs) {
        return new SteadyState(
                phase,
                bus.now(),
                runs.stream().allMatch(ActivityRun::fine),
                runs.stream()
                        .allMatch(run -> run.judgement().map(j -> j.enough()).orElse(true)),
                runs.stream().map(ActivityRun::recorded).toList());
    }
}
