package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Lets calls on files fail, as a broken disk or an exceeded quota would. */
public final class DiskError implements Fault {
    /** Numbers as on x86 and ARM (errno(3)). */
    private static final Map<String, Integer> NUMBERS = Map.ofEntries(
            Map.entry("EIO", 5),
            Map.entry("ENOSPC", 28),
            Map.entry("EDQUOT", 122),
            Map.entry("EROFS", 30),
            Map.entry("EACCES", 13),
            Map.entry("EPERM", 1),
            Map.entry("ENOENT", 2),
            Map.entry("EAGAIN", 11),
            Map.entry("ENOMEM", 12),
            Map.entry("EBUSY", 16),
            Map.entry("EMFILE", 24),
            Map.entry("ESTALE", 116),
            Map.entry("ETIMEDOUT", 110));

    static final Parameter<String> PATH = DiskPath.parameter("Folder whose files fail.");
    static final Parameter<String> ERRNO = Parameter.withDefault(
            "errno",
            Type.choice(NUMBERS.keySet().stream().sorted().toArray(String[]::new)),
            "EIO",
            "What the calls end with, as errno(3) names it.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "disk/error", "Lets calls on files fail.", PATH, ERRNO, FileCalls.OPERATIONS, FileCalls.PERCENT);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of("host", "process");
    }

    @Override
    public String effect() {
        return "the share of calls on the path that fail";
    }

    @Override
    public List<Rung> rungs() {
        return List.of(
                new MapperRung(
                        "dm-mod",
                        DiskError::beyondDevice,
                        _ -> new MapperRung.Load(0, 0, 0, true),
                        arguments -> "fail with " + arguments.get(ERRNO),
                        (use, _) ->
                                new Failing("requests to device " + use.device().name(), () -> {
                                    var tried = use.tried();
                                    return new Counted(tried.failed(), tried.calls());
                                })),
                new FuseRung(
                        arguments -> FileCalls.note(arguments, "--errno=" + NUMBERS.get(arguments.get(ERRNO))),
                        arguments -> FileCalls.words(arguments, "fail with " + arguments.get(ERRNO)),
                        (use, _) ->
                                new Failing("calls on files in " + use.place().path(), () -> {
                                    var tried = use.tried();
                                    return new Counted(tried.failed(), tried.calls());
                                })));
    }

    /**
     * A file system that cannot write what it has to takes that for damage: it may become read-only for good, or ask for a
     * check (errors= in ext4(5)). One that only reads takes no harm.
     */
    private static Optional<String> beyondDevice(Arguments arguments, boolean readOnly) {
        if (!arguments.get(ERRNO).equals("EIO")) {
            return Optional.of("a device fails with EIO, not with " + arguments.get(ERRNO));
        }
        if (!arguments.get(FileCalls.OPERATIONS).names().contains("read")) {
            return Optional.of("it would fail reads too, and operations has no read");
        }
        return readOnly
                ? Optional.empty()
                : Optional.of(
                        "the file system is mounted for writing, and could be hurt for good by a device that fails");
    }

    private record Counted(int failed, int calls) {}

    /** How many of a few calls fail, of the kinds that are to fail and the others alike. */
    private record Failing(String calls, Supplier<Counted> tried) implements Effect {
        @Override
        public String what() {
            return "how many of some " + calls + " fail";
        }

        @Override
        public Reading read() {
            Counted counted = tried.get();
            return new Reading(counted.failed(), "calls", counted.failed() + " of " + counted.calls() + " failed");
        }

        @Override
        public boolean bites(Reading before, Reading on) {
            return on.value() > before.value();
        }

        @Override
        public boolean gone(Reading before, Reading after) {
            return after.value() <= before.value();
        }

        @Override
        public Duration patience() {
            return Duration.ofSeconds(10);
        }
    }
}
