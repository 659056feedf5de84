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

/** Takes memory of the host and holds it, as a leak in a neighbour would. */
public final class MemoryFill implements Fault {
    static final Parameter<Bytes> SIZE = Parameter.optional(
            "size",
            Type.bytes(Bytes.mebibytes(1), new Bytes(1L << 50)),
            "How much to take, at most 90% of what is available; goes before percent.");
    static final Parameter<Percent> PERCENT = Parameter.withDefault(
            "percent", Type.percent(1, 90), new Percent(50), "Share of the available memory to take.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("memory/fill", "Takes memory of the host and holds it.", SIZE, PERCENT);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of("host");
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
            return "nothing";
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
            long available = new Procfs(machine).availableMemoryBytes();
            long bytes = bytes(arguments, machine);
            return bytes > available * MemoryHog.MOST
                    ? Optional.of(MemoryHog.refusal(bytes, available))
                    : Optional.empty();
        }

        @Override
        public Prepared plan(Target target, Arguments arguments, Machine machine) {
            var token = Token.fresh();
            long bytes = bytes(arguments, machine);
            var argv = new ArrayList<>(machine.java());
            argv.addAll(List.of(MemoryHog.room(bytes), MemoryHog.class.getName(), token.option(), "--bytes=" + bytes));
            return Prepared.of(
                    List.of(Step.child("hold " + new Bytes(bytes) + " of memory", argv)),
                    new Resident(token, bytes, machine));
        }

        private static long bytes(Arguments arguments, Machine machine) {
            return arguments
                    .find(SIZE)
                    .map(Bytes::value)
                    .orElseGet(() -> (long) (new Procfs(machine).availableMemoryBytes()
                            * arguments.get(PERCENT).fraction()));
        }
    }

    /** Memory that the hog really occupies, in bytes. */
    private record Resident(Token token, long asked, Machine machine) implements Effect {
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
            return on.value() - before.value() >= 0.95 * asked;
        }

        @Override
        public boolean gone(Reading before, Reading after) {
            return after.value() == 0;
        }

        @Override
        public Duration patience() {
            return Duration.ofSeconds(10 + asked / SLOWEST_BYTES_PER_SECOND);
        }
    }
}
