package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Bytes;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes memory and holds it, or more and more of it, as a leak in a neighbour would. */
public final class MemoryFill implements Fault {
    static final Parameter<Bytes> SIZE = Parameter.optional(
            "size",
            Type.bytes(Bytes.mebibytes(1), new Bytes(1L << 50)),
            "How much to take, at most 90% of what is available; goes before percent.");
    static final Parameter<Percent> PERCENT = Parameter.withDefault(
            "percent",
            Type.percent(1, 90),
            new Percent(50),
            "Share to take of the memory that is available to the target.");
    static final Parameter<Duration> RAMP = Parameter.withDefault(
            "ramp", Type.duration(Duration.ZERO, Duration.ofHours(24)), Duration.ZERO, "Time to grow to all of it.");
    static final Parameter<String> MODE = Parameter.withDefault(
            "mode",
            Type.choice("held", "growing"),
            "held",
            "Whether it stays so or grows on as in the ramp, to 90% of what was available.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("memory/fill", "Takes memory and holds it.", SIZE, PERCENT, RAMP, MODE);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of("host", "process");
    }

    @Override
    public String effect() {
        return "memory that the process really occupies";
    }

    @Override
    public List<Rung> rungs() {
        return List.of(new Hog());
    }

    private record Hog() implements Rung {
        @Override
        public String name() {
            return "a process that holds memory";
        }

        @Override
        public String needs() {
            return "nothing; root to share the memory control group of a process";
        }

        @Override
        public Optional<Set<String>> capabilities() {
            return Optional.of(Set.of());
        }

        @Override
        public String inverse() {
            return "the process that holds the memory is ended";
        }

        @Override
        public Optional<String> missing(Machine machine) {
            return Optional.empty();
        }

        @Override
        public Optional<String> missingFor(Target target, Arguments arguments, Machine machine) {
            if (arguments.get(MODE).equals("growing") && arguments.get(RAMP).isZero()) {
                return Optional.of("growing needs a ramp, which says how fast; give one, such as 1min");
            }
            if (!groups(target, machine).isEmpty() && !machine.isRoot()) {
                return Optional.of(
                        "not root, so it would take the memory of the host and not that of the control group of "
                                + target);
            }
            var room = MemoryRoom.of(target, machine);
            return room.refusal(bytes(arguments, room));
        }

        @Override
        public Prepared plan(Target target, Arguments arguments, Machine machine) {
            var token = Token.fresh();
            var room = MemoryRoom.of(target, machine);
            long bytes = bytes(arguments, room);
            boolean growing = arguments.get(MODE).equals("growing");
            var argv = new ArrayList<>(machine.java());
            argv.addAll(List.of(
                    MemoryHog.class.getName(),
                    token.option(),
                    "--bytes=" + bytes,
                    "--ramp=" + arguments.get(RAMP).toMillis() + "ms",
                    "--most=" + room.most()));
            if (growing) {
                argv.add("--growing");
            }
            List<Cgroup> groups = groups(target, machine);
            var step = Step.child(
                    (growing ? "take more and more memory, " : "hold ")
                            + new Bytes(bytes)
                            + (growing ? " at the end of the ramp" : " of memory"),
                    Cgroup.joining(groups, argv));
            List<String> notes = groups.isEmpty()
                    ? List.of()
                    : List.of("the memory counts in the control group "
                            + groups.getFirst().folder());
            return new Prepared(List.of(step), new Resident(token, bytes, arguments.get(RAMP), machine), notes);
        }

        private static long bytes(Arguments arguments, MemoryRoom room) {
            return arguments.find(SIZE).map(Bytes::value).orElseGet(() ->
                    (long) (room.bytes() * arguments.get(PERCENT).fraction()));
        }

        /** The one that counts the target's memory, where it is another than ours. */
        private static List<Cgroup> groups(Target target, Machine machine) {
            var procfs = new Procfs(machine);
            return target.isProcess()
                    ? Cgroup.with("memory", target.detail("pid"), procfs).stream()
                            .filter(group -> !Cgroup.of(procfs, "self").contains(group))
                            .toList()
                    : List.of();
        }
    }

    /** Memory that the hog really occupies, in bytes. */
    private record Resident(Token token, long asked, Duration ramp, Machine machine) implements Effect {
        private static final long SLOWEST_BYTES_PER_SECOND = 256L << 20;

        @Override
        public String what() {
            return "memory held";
        }

        @Override
        public Reading read() {
            var procfs = new Procfs(machine);
            long held = procfs.childWith(token.option())
                    .map(hog -> procfs.residentBytes(hog.pid()))
                    .orElse(0L);
            return new Reading(held, "bytes", new Bytes(held) + " held of " + new Bytes(asked) + " asked for");
        }

        @Override
        public boolean bites(Reading before, Reading on) {
            return on.value() - before.value() >= 0.99 * asked;
        }

        @Override
        public boolean gone(Reading before, Reading after) {
            return after.value() == 0;
        }

        @Override
        public Duration patience() {
            return Duration.ofSeconds(10 + asked / SLOWEST_BYTES_PER_SECOND).plus(ramp);
        }
    }
}
