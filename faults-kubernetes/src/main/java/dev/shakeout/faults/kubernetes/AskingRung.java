package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.util.List;
import java.util.Optional;

/** A rung that asks the API server both what is missing and what is to be done; see {@link #prospect}. */
interface AskingRung extends Rung {
    @Override
    Prospect prospect(Target target, Arguments arguments, Machine machine);

    @Override
    default Optional<String> missing(Machine machine) {
        return ApiCall.missing(machine).or(() -> new Kubeconfig(machine).absent());
    }

    @Override
    default Optional<String> missingFor(Target target, Arguments arguments, Machine machine) {
        return prospect(target, arguments, machine) instanceof Prospect.Missing(String words)
                ? Optional.of(words)
                : Optional.empty();
    }

    @Override
    default Prepared plan(Target target, Arguments arguments, Machine machine) {
        return switch (prospect(target, arguments, machine)) {
            case Prospect.Ready(Prepared prepared) -> prepared;
            case Prospect.Missing(String words) ->
                Prepared.of(
                        List.of(Step.doomed(target, words)),
                        new State(target, machine, "whether " + target + " is there", _ -> false, _ -> "is there"));
        };
    }
}
