package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Has the kernel do by ptrace(2) what a signal cannot: the first process of a container gets no KILL and no STOP from within
 * (pid_namespaces(7)), where it has the number 1.
 *
 * @param inverse how it is taken back, in words
 * @param lasting whether the process is held as long as the injection lasts; else it is ended
 * @param objection why it is not this that is asked for
 */
record TraceRung(
        String inverse, boolean lasting, SignalRung.Objection objection, BiFunction<Target, Machine, Effect> measured)
        implements Rung {
    /** Why a signal that the process does not handle itself does not reach it, if so. */
    static Optional<String> deaf(Target target) {
        return isFirst(target)
                ? Optional.of(
                        target + " is the first process here, which no such signal reaches from within its container")
                : Optional.empty();
    }

    private static boolean isFirst(Target target) {
        return "1".equals(target.details().get("pid"));
    }

    @Override
    public String name() {
        return "ptrace";
    }

    @Override
    public String needs() {
        return "root with the right to trace other processes (CAP_SYS_PTRACE), beside the first process of a container";
    }

    @Override
    public Optional<Set<String>> capabilities() {
        return Optional.of(Set.of("SYS_PTRACE"));
    }

    @Override
    public Optional<String> missing(Machine machine) {
        return machine.isRoot() ? Optional.empty() : Optional.of("not root");
    }

    @Override
    public Optional<String> missingFor(Target target, Arguments arguments, Machine machine) {
        if (!isFirst(target)) {
            return Optional.of(
                    target + " is not the first process of a container as seen from within; a signal does it");
        }
        return SameProcess.outOfReach(target, machine)
                .or(() -> objection.to(target, arguments, machine))
                .or(() -> new Procfs(machine)
                        .status(target.detail("pid"), "TracerPid")
                        .filter(tracer -> !tracer.equals("0"))
                        .map(tracer -> target + " is traced by process " + tracer + " already"));
    }

    @Override
    public Prepared plan(Target target, Arguments arguments, Machine machine) {
        var argv = new ArrayList<>(machine.java());
        argv.addAll(List.of(
                Tracer.class.getName(),
                Token.fresh().option(),
                "--pid=" + target.detail("pid"),
                "--start=" + target.detail("start")));
        if (!lasting) {
            argv.add("--kill");
        }
        Step step = lasting
                ? Step.child("hold every thread of " + target, argv)
                : Step.irreversible("have the kernel end " + target, argv);
        return Prepared.of(List.of(step), measured.apply(target, machine));
    }
}
