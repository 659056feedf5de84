package dev.shakeout.faults.container;

import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Target;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Stops a container as an orderly shutdown does, and starts it again. */
public final class ContainerStop implements ContainerFault {
    static final Parameter<Duration> GRACE = Parameter.withDefault(
            "grace",
            Type.duration(Duration.ZERO, Duration.ofSeconds(25)),
            Duration.ofSeconds(10),
            "How long it may take to end before it is killed; whole seconds.");

    /** Stops it; $1 is the container, $2 the seconds that it may take. */
    static final String STOP = """
            call POST "/containers/$1/stop?t=$2"
            case $status in 204 | 304) ;; *) refused "stop it" ;; esac
            """;

    /** Starts it unless it runs or is gone; $1 is the container. */
    static final String START = """
            call POST "/containers/$1/start"
            case $status in 204 | 304 | 404) ;; *) refused "start it" ;; esac
            """;

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("container/stop", "Stops a container and starts it again when it is taken back.", GRACE);
    }

    @Override
    public String effect() {
        return "whether the engine says that the container runs";
    }

    @Override
    public List<Rung> rungs() {
        return List.of(new EngineRung(
                "the container is started, unless it runs", ContainerStop::objection, ContainerStop::stop));
    }

    static Optional<String> objection(Container container, Arguments arguments) {
        return container.flag("HostConfig", "AutoRemove")
                ? Optional.of(
                        "the container would be removed with its end (it was started with --rm), and nothing could"
                                + " start it again")
                : Optional.empty();
    }

    private static Prepared stop(Container container, Target target, Arguments arguments) {
        var step = EngineRung.step(
                "stop " + target,
                container,
                STOP,
                START,
                Long.toString(arguments.get(GRACE).toSeconds()));
        return Prepared.of(List.of(step), ended(target));
    }

    static EngineRung.State ended(Target target) {
        return new EngineRung.State(
                target, "whether " + target + " runs", each -> !each.running(), each -> "is " + each.status());
    }
}
