package dev.shakeout.drivers.gremlin;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Target;
import java.util.Optional;

/** The rung of all that Gremlin is asked for. */
record ByGremlin(Asking asking) implements Rung {
    /** What is asked for. */
    interface Asking {
        Request of(Target team, Arguments arguments, Machine machine);
    }

    @Override
    public String name() {
        return "Gremlin's API";
    }

    @Override
    public String needs() {
        return "a key or a bearer of Gremlin; curl";
    }

    @Override
    public String inverse() {
        return "Gremlin is asked to halt it, and looked at until it says that it is over";
    }

    @Override
    public Optional<String> missing(Machine machine) {
        return machine.tool("curl").isPresent()
                ? Optional.empty()
                : Optional.of("curl is not installed, by which an attack is halted when Shakeout itself is gone");
    }

    /** Whether the account may ask at all, which is known before anything is broken. */
    @Override
    public Optional<String> missingFor(Target target, Arguments arguments, Machine machine) {
        return new Api(Accounts.of(machine).of(target), machine).unheard();
    }

    @Override
    public Prepared plan(Target target, Arguments arguments, Machine machine) {
        return asking.of(target, arguments, machine).prepared();
    }
}
