package dev.shakeout.faults.container;

import dev.shakeout.engine.Machine;
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
import java.util.UUID;

/** Stops a container as an orderly shutdown does, and starts it again. */
public final class ContainerStop implements ContainerFault {
    static final Parameter<Duration> GRACE = Parameter.withDefault(
            "grace",
            Type.duration(Duration.ZERO, Duration.ofSeconds(25)),
            Duration.ofSeconds(10),
            "How long it may take to end before it is killed; whole seconds.");

    /** Notes in the file $3 that the engine is at it; a lasting run has no folder where that would be. */
    static final String NOTE = """
            (umask 077 && mkdir -p "${3%/*}" && : >"$3") || exit 1
            """;

    /** Stops it; $1 is the container, $2 the seconds that it may take, $3 a file that is there while the engine is at it. */
    static final String STOP = NOTE + """
            ask POST "/containers/$1/stop?t=$2"
            rm -f "$3"
            case $status in 204 | 304) ;; *) refused "stop it" ;; esac
            """;

    /**
     * Starts it unless it runs or is gone; $1 is the container, $3 that file, $4 when it was started before. An engine goes
     * on with what it was asked for when nobody waits for it any more, so what would still end is ended first, and then
     * started.
     */
    static final String START = """
            lives() { # whether it has not ended since it was started then; Podman calls it stopping for a while
              call GET "/containers/$1/json"
              case $answer in
                *'"Status":"exited"'* | *'"Status":"stopped"'*) return 1 ;;
                *'"StartedAt":"'"$2"*) ;;
                *) return 1 ;;
              esac
            }
            if [ -n "$3" ] && [ -e "$3" ] && lives "$1" "$4"; then
              call POST "/containers/$1/kill?signal=KILL"
              i=0
              while [ "$i" -lt 50 ] && lives "$1" "$4"; do
                sleep 0.1
                i=$((i+1))
              done
            fi
            call POST "/containers/$1/start"
            case $status in 204 | 304 | 404) ;; *) refused "start it" ;; esac
            [ -z "$3" ] || rm -f "$3"
            """;

    /** A file for one injection. */
    static String mark(Machine machine) {
        return machine.folders()
                .runtime()
                .toAbsolutePath()
                .resolve("asked-" + UUID.randomUUID())
                .toString();
    }

    static String started(Container container) {
        return container.text("State", "StartedAt");
    }

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

    private static Prepared stop(Container container, Target target, Arguments arguments, Machine machine) {
        var step = EngineRung.step(
                "stop " + target,
                container,
                STOP,
                START,
                Long.toString(arguments.get(GRACE).toSeconds()),
                mark(machine),
                started(container));
        return Prepared.of(List.of(step), ended(target));
    }

    static EngineRung.State ended(Target target) {
        return new EngineRung.State(
                target, "whether " + target + " runs", each -> !each.running(), each -> "is " + each.status());
    }
}
