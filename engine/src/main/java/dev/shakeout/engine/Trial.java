package dev.shakeout.engine;

import dev.shakeout.model.Activity;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Injection;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Plan;
import dev.shakeout.model.Position;
import dev.shakeout.model.Provider;
import dev.shakeout.model.Selector;
import dev.shakeout.model.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tries one way to bring a fault about on one target: a whole run of the {@link Runner} with ledger, sentinel, measured
 * effect, undo and proof, whose only activity is this injection.
 */
public final class Trial {
    private static final String NAME = "try it";

    private final Runner runner;

    public Trial(Catalog catalog, Machine machine, String version) {
        this.runner = new Runner(catalog, machine, Map.of(), version);
    }

    /**
     * Injects, waits until the effect is measured or its patience is over, and takes it back.
     *
     * @param fault its name
     * @param rung its name
     * @return with one injection; passed when it bit, all was taken back and the host is as before
     */
    public Journal of(String fault, String rung, Target target, Prepared prepared, Stop stop) {
        var selector = new Selector(target.kind(), Arguments.NONE, new Selector.Mode.One());
        var call = new Provider.FaultCall(fault, selector, Arguments.NONE, Optional.of(Duration.ZERO));
        var activity = new Activity.Action(Activity.Written.named(NAME, new Position(NAME, 1, 1)), call);
        var experiment = Experiment.of(fault + " by " + rung, List.of(activity));
        var injection = new Injection(
                "i1",
                NAME,
                fault,
                target,
                rung,
                prepared.steps(),
                prepared.effect().what(),
                prepared.notes(),
                call.duration());
        var plan = new Plan(experiment, 0, List.of(injection), List.of(), List.of());
        var planned = new Planned(plan, Map.of(injection.id(), prepared.effect()));
        return runner.run(planned, stop, List.of());
    }
}
