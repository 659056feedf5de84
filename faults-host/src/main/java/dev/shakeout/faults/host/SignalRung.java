package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Target;
import java.util.Optional;
import java.util.Set;

/**
 * The rung of every fault that is a signal to a process.
 *
 * @param inverse how it is taken back, in words
 */
record SignalRung(String inverse, Objection objection, Preparation preparation) implements Rung {
    /** For a signal that nothing speaks against. */
    SignalRung(String inverse, Preparation preparation) {
        this(inverse, (_, _, _) -> Optional.empty(), preparation);
    }

    /** Why this signal would do no good, or harm to somebody else. */
    interface Objection {
        Optional<String> to(Target target, Arguments arguments, Machine machine);
    }

    /** What is sent, and how it is taken back. */
    interface Preparation {
        Prepared on(Target target, Arguments arguments, Machine machine);
    }

    @Override
    public String name() {
        return "signal";
    }

    @Override
    public String needs() {
        return "root, or the same user as the process";
    }

    @Override
    public Optional<Set<String>> capabilities() {
        return Optional.of(Set.of("KILL"));
    }

    @Override
    public Optional<String> missing(Machine machine) {
        return Optional.empty();
    }

    @Override
    public Optional<String> missingFor(Target target, Arguments arguments, Machine machine) {
        return SameProcess.outOfReach(target, machine).or(() -> objection.to(target, arguments, machine));
    }

    @Override
    public Prepared plan(Target target, Arguments arguments, Machine machine) {
        return preparation.on(target, arguments, machine);
    }
}
