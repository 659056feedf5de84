package dev.shakeout.faults.container;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Target;
import java.util.List;
import java.util.Optional;

/** Freezes a container with all that runs in it. */
public final class ContainerPause implements ContainerFault {
    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "container/pause", "Freezes a container; its connections stay open but nothing in it answers.");
    }

    @Override
    public String effect() {
        return "whether the engine says that the container is paused";
    }

    @Override
    public List<Rung> rungs() {
        return List.of(new EngineRung(
                "the container is unpaused, if it is paused", ContainerPause::objection, ContainerPause::pause));
    }

    private static Optional<String> objection(Container container, Arguments arguments) {
        if (container.flag("State", "Paused")) {
            return Optional.of("the container is paused already");
        }
        return container.engine().cannotPause()
                ? Optional.of(
                        "an engine of an ordinary user's cannot pause with control groups of version 1, which this"
                                + " host has; process/pause can, as root")
                : Optional.empty();
    }

    private static Prepared pause(Container container, Target target, Arguments arguments, Machine machine) {
        var step = EngineRung.step("pause " + target, container, """
                call POST "/containers/$1/pause"
                [ "$status" = 204 ] || refused "pause it"
                """, """
                call POST "/containers/$1/unpause"
                case $status in 204 | 404) exit 0 ;; esac
                call GET "/containers/$1/json"
                case $answer in *'"Paused":false'*) ;; *) refused "unpause it" ;; esac
                """);
        return Prepared.of(
                List.of(step),
                new EngineRung.State(
                        target,
                        "whether " + target + " is paused",
                        each -> each.flag("State", "Paused"),
                        each -> "is " + each.status()));
    }
}
