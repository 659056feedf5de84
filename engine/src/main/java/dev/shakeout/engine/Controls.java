package dev.shakeout.engine;

import dev.shakeout.model.Activity;
import dev.shakeout.model.ActivityRun;
import dev.shakeout.model.Journal.Ran;
import dev.shakeout.model.Journal.SteadyState;
import java.util.List;
import java.util.Optional;

/**
 * Code of the user's own around the parts of a run. It may look at everything, change what comes next or what is
 * recorded, and end the run; what goes wrong in it otherwise is its own affair. What is called after a part is called
 * however the part ended; its state is empty when there is none, as the part did not come to its end.
 *
 * <p>Every method throws {@link EndsRun} when the user's code wants the run to end.
 */
public interface Controls {
    /** Nobody looks. */
    Controls NONE = new Controls() {
        @Override
        public boolean any() {
            return false;
        }
    };

    /** Whether there is anything to call. */
    default boolean any() {
        return true;
    }

    /** A part of a run that consists of activities. */
    enum Part {
        HYPOTHESIS,
        METHOD,
        ROLLBACKS
    }

    /**
     * Where an activity is written.
     *
     * @param index in its part, from 0
     */
    record Place(Part part, int index) {}

    default void beforeExperiment() throws EndsRun, InterruptedException {}

    default void before(Part part) throws EndsRun, InterruptedException {}

    /**
     * @param whole false when the check was cut short, so that nobody knows whether the state is met
     * @return whether the steady state is met, all things considered
     */
    default boolean afterHypothesis(Optional<SteadyState> state, boolean whole) throws EndsRun, InterruptedException {
        return state.map(SteadyState::met).orElse(false);
    }

    /** After the method or the rollbacks. */
    default void after(Part part, Optional<List<Ran>> runs) throws EndsRun, InterruptedException {}

    /** @return the activity as it is to be carried out */
    default Activity before(Place place, Activity activity) throws EndsRun, InterruptedException {
        return activity;
    }

    /** @return the run as it is to be recorded, with another output or status if the user's code says so */
    default Optional<ActivityRun> after(Place place, Activity activity, Optional<ActivityRun> run)
            throws EndsRun, InterruptedException {
        return run;
    }
}
