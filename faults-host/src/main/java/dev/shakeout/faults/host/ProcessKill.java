package dev.shakeout.faults.host;

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
import java.util.Set;

/** Ends a process with a signal, as a crash or a careless operator would. */
public final class ProcessKill implements Fault {
    static final Parameter<String> SIGNAL = Parameter.withDefault(
            "signal",
            Type.choice("KILL", "TERM", "INT", "HUP", "QUIT", "ABRT", "SEGV"),
            "KILL",
            "Signal that is sent; KILL gives the process no chance to clean up.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("process/kill", "Ends a process with a signal.", SIGNAL);
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
        return List.of(new SignalRung("nothing: what supervises the process has to start it again", ProcessKill::send));
    }

    private static Prepared send(Target target, Arguments arguments, Machine machine) {
        String signal = arguments.get(SIGNAL);
        var step = Step.irreversible(
                "send SIG" + signal + " to " + target, SameProcess.command(target, "kill -s \"$3\" \"$1\"", signal));
        return new Prepared(
                List.of(step),
                ProcessGone.of(target, machine, Duration.ofSeconds(10)),
                List.of("a killed process is not started again by Shakeout; its supervisor has to"));
    }
}
