package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Target;
import java.util.List;
import java.util.Optional;

/** The rung of every network fault that a proxy declared on the link can bring about; it needs no privilege. */
record DeclaredRung(Filters filters, Preparation preparation) implements Rung {
    /** What the proxy is to do. */
    interface Preparation {
        Prepared on(DeclaredLink link, Target target, Arguments arguments, Machine machine);
    }

    @Override
    public String name() {
        return "declared proxy";
    }

    @Override
    public String needs() {
        return "a proxy of Shakeout on the link";
    }

    @Override
    public String inverse() {
        return "the fault's file is removed from the proxy's folder";
    }

    @Override
    public Optional<String> missing(Machine machine) {
        return Optional.empty();
    }

    @Override
    public Optional<String> missingFor(Target target, Arguments arguments, Machine machine) {
        List<String> given = filters.given(arguments, Filters.PORT);
        return given.isEmpty()
                ? DeclaredLink.missing(target, machine)
                : Optional.of("a proxy cannot tell connections by " + String.join(", ", given));
    }

    @Override
    public Prepared plan(Target target, Arguments arguments, Machine machine) {
        var link =
                DeclaredLink.of(target, machine).orElseThrow(() -> new IllegalStateException("no proxy for " + target));
        return preparation.on(link, target, arguments, machine);
    }
}
