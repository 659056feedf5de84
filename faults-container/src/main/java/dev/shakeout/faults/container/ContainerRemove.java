package dev.shakeout.faults.container;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Target;
import java.util.List;

/**
 * Takes a container away. What is removed for good could not be put back with the files that it has written, so it is
 * stopped and gets another name: to everybody else it is gone.
 */
public final class ContainerRemove implements ContainerFault {
    private static final String SUFFIX = "-removed-by-shakeout";

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "container/remove",
                "Takes a container and its name away; it comes back with all its files.",
                ContainerStop.GRACE);
    }

    @Override
    public String effect() {
        return "whether the engine says that the container runs under its name";
    }

    @Override
    public List<Rung> rungs() {
        return List.of(new EngineRung(
                "the container gets its name again and is started", ContainerStop::objection, ContainerRemove::remove));
    }

    private static Prepared remove(Container container, Target target, Arguments arguments, Machine machine) {
        var stop = EngineRung.step(
                "stop " + target,
                container,
                ContainerStop.STOP,
                ContainerStop.START,
                Long.toString(arguments.get(ContainerStop.GRACE).toSeconds()),
                ContainerStop.mark(machine),
                ContainerStop.started(container));
        var rename = EngineRung.step("take its name away", container, """
                call POST "/containers/$1/rename?name=$2$3"
                [ "$status" = 204 ] || refused "take its name away"
                """, """
                call GET "/containers/$1/json"
                case $answer in *"\\"Name\\":\\"/$2\\""* | *"\\"Name\\":\\"$2\\""*) exit 0 ;; esac
                [ "$status" != 404 ] || exit 0
                call POST "/containers/$1/rename?name=$2"
                [ "$status" = 204 ] || refused "give the name $2 back"
                """, container.name(), SUFFIX);
        String name = container.name();
        var effect = new EngineRung.State(
                target,
                "whether " + target + " runs under its name",
                each -> !each.running() && !each.name().equals(name),
                each -> "is " + each.status() + ", its name is " + each.name());
        return new Prepared(
                List.of(stop, rename),
                effect,
                List.of(
                        "it is stopped and renamed, and not deleted, so that it can come back with its files; if somebody"
                                + " makes another one of its name meanwhile, it cannot"));
    }
}
