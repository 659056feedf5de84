package dev.shakeout.faults.container;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Target;
import dev.shakeout.model.Type;
import java.util.List;
import java.util.Set;

/**
 * Ends a container by a signal from its engine. Engines take that for a person's wish and do not restart it; for a crash
 * that a restart policy is to mend, hit the container with process/kill.
 */
public final class ContainerKill implements ContainerFault {
    static final Parameter<String> SIGNAL = Parameter.withDefault(
            "signal",
            Type.choice("KILL", "TERM", "INT", "QUIT", "HUP", "ABRT", "USR1", "USR2"),
            "KILL",
            "The signal that its first process gets.");

    /** Many programs live on after the other signals, and are not to be ended only because they got one. */
    private static final Set<String> MEANS_THE_END = Set.of("KILL", "TERM", "INT", "QUIT", "ABRT");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "container/kill", "Ends a container by a signal; it is started again when that is taken back.", SIGNAL);
    }

    @Override
    public String effect() {
        return "whether the engine says that the container runs";
    }

    @Override
    public List<Rung> rungs() {
        return List.of(new EngineRung(
                "the container is started, unless it runs", ContainerStop::objection, ContainerKill::kill));
    }

    private static Prepared kill(Container container, Target target, Arguments arguments, Machine machine) {
        String signal = arguments.get(SIGNAL);
        boolean meansTheEnd = MEANS_THE_END.contains(signal);
        var step = EngineRung.step(
                "send " + signal + " to " + target,
                container,
                (meansTheEnd ? ContainerStop.NOTE : "") + """
                call POST "/containers/$1/kill?signal=$2"
                [ "$2" != KILL ] || rm -f "$3"
                [ "$status" = 204 ] || refused "kill it"
                """,
                ContainerStop.START,
                signal,
                meansTheEnd ? ContainerStop.mark(machine) : "",
                ContainerStop.started(container));
        return Prepared.of(List.of(step), ContainerStop.ended(target));
    }
}
