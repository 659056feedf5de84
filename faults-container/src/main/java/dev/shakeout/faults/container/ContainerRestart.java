package dev.shakeout.faults.container;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;

/** Stops a container and starts it again at once, as a deployment or an impatient health check does. */
public final class ContainerRestart implements ContainerFault {
    @Override
    public Descriptor descriptor() {
        return Descriptor.of("container/restart", "Restarts a container once.", ContainerStop.GRACE);
    }

    @Override
    public String effect() {
        return "when the engine says that the container was started";
    }

    @Override
    public List<Rung> rungs() {
        return List.of(new EngineRung(
                "the container is started, unless it runs", ContainerStop::objection, ContainerRestart::restart));
    }

    private static Prepared restart(Container container, Target target, Arguments arguments, Machine machine) {
        var step = EngineRung.step(
                "restart " + target,
                container,
                """
                ask POST "/containers/$1/restart?t=$2"
                [ "$status" = 204 ] || refused "restart it"
                """,
                ContainerStop.START,
                Long.toString(arguments.get(ContainerStop.GRACE).toSeconds()),
                "", // an engine goes on with a restart by itself, and ends with a start
                ContainerStop.started(container));
        return Prepared.of(List.of(step), new Started(target));
    }

    /** Seconds since 1970. */
    private record Started(Target target) implements Effect {
        @Override
        public String what() {
            return "when " + target + " was started";
        }

        @Override
        public Reading read() throws IOException {
            Container container = EngineRung.read(target);
            String started = container.text("State", "StartedAt");
            try {
                double seconds = Instant.parse(started).toEpochMilli() / 1000.0;
                return new Reading(seconds, "s", target + " was started at " + started);
            } catch (DateTimeParseException e) {
                throw new IOException("the container engine gives no time of its start: " + started, e);
            }
        }

        @Override
        public boolean bites(Reading before, Reading on) {
            return on.value() > before.value();
        }

        @Override
        public boolean gone(Reading before, Reading after) {
            return true;
        }

        @Override
        public boolean momentary() {
            return true;
        }

        @Override
        public Duration patience() {
            return Duration.ofSeconds(10);
        }
    }
}
