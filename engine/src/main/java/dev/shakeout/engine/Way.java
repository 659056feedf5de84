package dev.shakeout.engine;

import dev.shakeout.model.Activity;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Injection;
import dev.shakeout.model.Provider;
import dev.shakeout.model.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What comes of looking for a way to bring a fault about on a target. Looking touches nothing. */
public sealed interface Way {
    record Found(Rung rung, Prepared prepared) implements Way {
        /**
         * @param number of the injection within the run, from 1
         * @param notes what a person should know
         */
        Injection injection(int number, Activity activity, Provider.FaultCall call, Target target, List<String> notes) {
            return new Injection(
                    "i" + number,
                    activity.name(),
                    call.fault(),
                    target,
                    rung.name(),
                    prepared.steps(),
                    prepared.effect().what(),
                    notes,
                    call.duration());
        }
    }

    /** @param reasons why each rung does not hold, in words */
    record None(String reasons) implements Way {}

    /** The first rung of a fault that holds. */
    static Way of(Fault fault, Target target, Arguments arguments, Catalog catalog, Machine machine) {
        return of(fault, _ -> Optional.empty(), target, arguments, catalog, machine);
    }

    /**
     * The same, where a rung may lack something besides what it looks for itself.
     *
     * @param lacking what that is
     */
    static Way of(
            Fault fault,
            Function<Rung, Optional<String>> lacking,
            Target target,
            Arguments arguments,
            Catalog catalog,
            Machine machine) {
        return catalog.isUnseen(fault, target)
                ? new None("it is for processes, and those of " + target + " are not seen from here")
                : of(catalog.rungs(fault, target.kind()), lacking, target, arguments, machine);
    }

    /** The first of these that holds. */
    static Way of(
            List<Rung> rungs,
            Function<Rung, Optional<String>> lacking,
            Target target,
            Arguments arguments,
            Machine machine) {
        var reasons = new ArrayList<String>();
        for (Rung rung : rungs) {
            Rung.Prospect prospect = lacking.apply(rung)
                    .or(() -> rung.missing(machine))
                    .<Rung.Prospect>map(Rung.Prospect.Missing::new)
                    .orElseGet(() -> rung.prospect(target, arguments, machine));
            switch (prospect) {
                case Rung.Prospect.Missing(String words) -> reasons.add(rung.name() + ": " + words);
                case Rung.Prospect.Ready(Prepared prepared) -> {
                    return new Found(rung, prepared);
                }
            }
        }
        return new None(String.join("; ", reasons));
    }
}
