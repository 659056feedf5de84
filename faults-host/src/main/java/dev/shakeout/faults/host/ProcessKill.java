package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Sends a process a signal, as a crash, a careless operator or a log rotation would. */
public final class ProcessKill implements Fault {
    static final Parameter<String> SIGNAL = Parameter.withDefault(
            "signal",
            new SignalName(),
            "KILL",
            "Signal that is sent, by name or number; KILL gives the process no chance to clean up.");
    static final Parameter<Boolean> TREE = Parameter.withDefault(
            "tree", Type.bool(), false, "Whether all that descends from the process gets the signal too.");

    private static final String NOTHING = "nothing: what supervises the process has to start it again";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("process/kill", "Ends a process with a signal.", SIGNAL, TREE);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of("process");
    }

    @Override
    public String effect() {
        return "whether the process still runs";
    }

    @Override
    public List<Rung> rungs() {
        return List.of(
                new SignalRung(NOTHING, ProcessKill::pointless, ProcessKill::send),
                new TraceRung(
                        NOTHING,
                        false,
                        ProcessKill::notByTrace,
                        (target, machine) -> ProcessGone.of(target, machine, PATIENCE)));
    }

    /** A signal that does nothing, or that hits somebody who must not be hit. */
    private static Optional<String> pointless(Target target, Arguments arguments, Machine machine) {
        String signal = arguments.get(SIGNAL);
        if (arguments.get(TREE)) {
            Optional<String> spared = ProcessTree.of(target, machine).untouchable();
            if (spared.isPresent()) {
                return spared;
            }
        }
        return switch (Disposition.of(target, signal, machine)) {
            case IGNORED -> Optional.of(target + " ignores " + SignalName.words(signal) + "; choose another signal");
            case DEFAULT ->
                SignalName.endsByDefault(signal)
                        ? TraceRung.deaf(target)
                        : Optional.of(target + " has no handler for " + SignalName.words(signal)
                                + ", which then does nothing; choose another signal");
            case CAUGHT -> Optional.empty();
        };
    }

    private static Optional<String> notByTrace(Target target, Arguments arguments, Machine machine) {
        if (arguments.get(TREE)) {
            return Optional.of("it ends one process; all others of its container end with it");
        }
        return arguments.get(SIGNAL).equals("KILL")
                ? Optional.empty()
                : Optional.of("it is not " + arguments.get(SIGNAL));
    }

    private static Prepared send(Target target, Arguments arguments, Machine machine) {
        String signal = arguments.get(SIGNAL);
        boolean tree = arguments.get(TREE);
        var step = Step.irreversible(
                "send " + SignalName.words(signal) + " to " + target + (tree ? " and all that descends from it" : ""),
                SameProcess.command(target, tree ? ProcessTree.SIGNAL : "kill -s \"$3\" \"$1\"", signal));
        return new Prepared(
                List.of(step),
                effect(target, signal, tree, machine),
                List.of("a killed process is not started again by Shakeout; its supervisor has to"));
    }

    private static Effect effect(Target target, String signal, boolean tree, Machine machine) {
        if (Disposition.mayLiveOn(target, signal, machine)) {
            return new SignalTaken(target, signal, machine);
        }
        return tree ? ProcessTree.of(target, machine).gone(PATIENCE) : ProcessGone.of(target, machine, PATIENCE);
    }
}
