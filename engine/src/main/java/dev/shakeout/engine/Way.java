package dev.shakeout.engine;

import dev.shakeout.model.Arguments;
import dev.shakeout.model.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What comes of looking for a way to bring a fault about on a target. Looking touches nothing. */
public sealed interface Way {
    record Found(Rung rung, Prepared prepared) implements Way {}

    /** @param reasons why each rung does not hold, in words */
    record None(String reasons) implements Way {}

    /** The first rung that holds. */
    static Way of(List<Rung> rungs, Target target, Arguments arguments, Machine machine) {
        return of(rungs, _ -> Optional.empty(), target, arguments, machine);
    }

    /**
     * The same, where a rung may lack something besides what it looks for itself.
     *
     * @param lacking what that is
     */
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
