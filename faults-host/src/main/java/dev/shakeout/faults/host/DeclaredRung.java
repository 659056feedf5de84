package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Target;
import java.util.Optional;
import java.util.function.Function;

/** The rung of every network fault that a proxy declared on the link can bring about; it needs no privilege. */
record DeclaredRung(Preparation preparation, Function<Arguments, Optional<String>> problem) implements Rung {
    DeclaredRung(Preparation preparation) {
        this(preparation, _ -> Optional.empty());
    }
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
        return problem.apply(arguments).or(() -> DeclaredLink.missing(target, machine));
    }

    @Override
    public Prepared plan(Target target, Arguments arguments, Machine machine) {
        var link =
                DeclaredLink.of(target, machine).orElseThrow(() -> new IllegalStateException("no proxy for " + target));
        return preparation.on(link, target, arguments, machine);
    }
}
