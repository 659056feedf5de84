package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Span;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Makes files slow, as an overloaded disk or a distant network file system would. */
public final class DiskDelay implements Fault {
    static final Parameter<String> PATH = DiskPath.parameter("Folder whose files become slow.");
    static final Parameter<Duration> LATENCY = Parameter.required(
            "latency",
            Type.duration(Duration.ofMillis(1), Duration.ofMinutes(5)),
            "How much longer each of these calls takes.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "disk/delay", "Makes calls on files slow.", PATH, LATENCY, FileCalls.OPERATIONS, FileCalls.PERCENT);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of("host", "process");
    }

    @Override
    public String effect() {
        return "how long a call on the path takes";
    }

    @Override
    public List<Rung> rungs() {
        return List.of(new FuseRung(
                arguments -> "--delay=" + arguments.get(LATENCY).toNanos() / 1000 + "us",
                arguments -> "take " + Span.words(arguments.get(LATENCY)) + " longer",
                (use, arguments) -> new Slow(use, arguments)));
    }

    /** How long the slowest of a few calls takes, of the kinds that become slow and the others alike. */
    private record Slow(FileUse use, Arguments arguments) implements Effect {
        private static final double SURE = 0.8;

        @Override
        public String what() {
            return "the slowest of some calls on files in " + use.place().path();
        }

        @Override
        public Reading read() {
            var tried = use.tried();
            boolean each = arguments.get(FileCalls.PERCENT).value() == 100;
            double slowest = each ? tried.sure() : tried.slowest();
            return new Reading(slowest, "ms", "%.1f ms".formatted(slowest));
        }

        @Override
        public boolean bites(Reading before, Reading on) {
            return on.value() >= before.value() + SURE * Span.millis(arguments.get(LATENCY));
        }

        @Override
        public boolean gone(Reading before, Reading after) {
            return after.value() < before.value() + SURE * Span.millis(arguments.get(LATENCY));
        }

        @Override
        public Duration patience() {
            return Duration.ofSeconds(10);
        }
    }
}
