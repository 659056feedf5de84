package dev.shakeout.faults.container;

import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Target;
import dev.shakeout.model.Type;
import java.util.List;

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

    private static Prepared kill(Container container, Target target, Arguments arguments) {
        var step = EngineRung.step(
                "send " + arguments.get(SIGNAL) + " to " + target,
                container,
                """
                call POST "/containers/$1/kill?signal=$2"
                [ "$status" = 204 ] || refused "kill it"
                """,
                ContainerStop.START,
                arguments.get(SIGNAL));
        return Prepared.of(List.of(step), ContainerStop.ended(target));
    }
}
