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
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;

/** Makes files slow, as an overloaded disk or a distant network file system would. */
public final class DiskDelay implements Fault {
    static final Parameter<String> PATH = DiskPath.parameter("Folder whose files become slow.");
    static final Parameter<Duration> LATENCY = Parameter.required(
            "latency",
            Type.duration(Duration.ofMillis(1), Duration.ofMinutes(5)),
            "How much longer each of these calls takes.");

    /** Of a device; the kernel gives up requests of some file systems after 30 s. */
    private static final Duration LONGEST = Duration.ofSeconds(5);

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
        return List.of(
                new MapperRung(
                        "dm-delay",
                        DiskDelay::beyondDevice,
                        DiskDelay::load,
                        arguments -> "take " + Span.words(arguments.get(LATENCY)) + " longer",
                        (use, arguments) -> new Slow(
                                "the fastest of some requests to device "
                                        + use.device().name(),
                                use::millis,
                                arguments.get(LATENCY))),
                new FuseRung(
                        arguments -> FileCalls.note(
                                arguments, "--delay=" + arguments.get(LATENCY).toNanos() / 1000 + "us"),
                        arguments ->
                                FileCalls.words(arguments, "take " + Span.words(arguments.get(LATENCY)) + " longer"),
                        (use, arguments) -> new Slow(
                                "the slowest of some calls on files in "
                                        + use.place().path(),
                                () -> slowest(use.tried(), arguments),
                                arguments.get(LATENCY))));
    }

    private static Optional<String> beyondDevice(Arguments arguments, boolean readOnly) {
        if (arguments.get(LATENCY).compareTo(LONGEST) > 0) {
            return Optional.of("no request to a device is held for longer than " + Span.words(LONGEST)
                    + ", as the kernel and udev give one up that does not answer");
        }
        return readOnly && !reads(arguments)
                ? Optional.of("it is mounted read-only, and operations has no read")
                : Optional.empty();
    }

    private static boolean reads(Arguments arguments) {
        return arguments.get(FileCalls.OPERATIONS).names().contains("read");
    }

    private static MapperRung.Load load(Arguments arguments) {
        return new MapperRung.Load(
                millis("read", arguments), millis("write", arguments), millis("sync", arguments), false);
    }

    private static long millis(String kind, Arguments arguments) {
        boolean slow = arguments.get(FileCalls.OPERATIONS).names().contains(kind);
        return slow ? arguments.get(LATENCY).toMillis() : 0;
    }

    private static double slowest(FileUse.Tried tried, Arguments arguments) {
        return arguments.get(FileCalls.PERCENT).value() == 100 ? tried.sure() : tried.slowest();
    }

    /**
     * How long a call takes that is to be slow.
     *
     * @param millis of a few that are tried
     */
    private record Slow(String what, DoubleSupplier millis, Duration latency) implements Effect {
        private static final double SURE = 0.8;

        @Override
        public Reading read() {
            double took = millis.getAsDouble();
            return new Reading(took, "ms", "%.1f ms".formatted(took));
        }

        @Override
        public boolean bites(Reading before, Reading on) {
            return on.value() >= before.value() + SURE * Span.millis(latency);
        }

        @Override
        public boolean gone(Reading before, Reading after) {
            return after.value() < before.value() + SURE * Span.millis(latency);
        }

        @Override
        public Duration patience() {
            return Duration.ofSeconds(10);
        }
    }
}
