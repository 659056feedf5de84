package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Span;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import dev.shakeout.model.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Ends the host after a while, in one of two ways: in good order by systemd, or by the kernel at once, after what is in
 * memory was written to the disks.
 *
 * @param what it does: reboot, or poweroff
 * @param words for it: "this host will reboot"
 * @param orderly whether by systemd
 * @param acknowledge the parameter that says that it is meant
 */
record HostEnd(String what, String words, boolean orderly, Parameter<String> acknowledge) implements Rung {
    static final Parameter<Duration> DELAY = Parameter.withDefault(
            "delay",
            Type.duration(Duration.ZERO, Duration.ofDays(1)),
            Duration.ofMinutes(1),
            "How long until then; while it lasts it can still be taken back.");

    private static final Set<String> VOLATILE = Set.of("tmpfs", "ramfs", "devtmpfs", "overlay");

    static List<Rung> rungs(String what, String words, Parameter<String> acknowledge) {
        return List.of(new HostEnd(what, words, true, acknowledge), new HostEnd(what, words, false, acknowledge));
    }

    @Override
    public String name() {
        return orderly ? "systemd (systemctl " + what + ")" : "kernel (sysrq, without a word to any process)";
    }

    @Override
    public String needs() {
        return "root, " + (orderly ? "systemd" : "/proc/sysrq-trigger") + ", and a state folder on a disk";
    }

    @Override
    public String inverse() {
        return "while the delay lasts the process that waits for its end is ended; after it, nothing can be";
    }

    @Override
    public Optional<String> missing(Machine machine) {
        if (!machine.isRoot()) {
            return Optional.of("not root");
        }
        if (orderly
                && (!Files.isDirectory(machine.root().resolve("run/systemd/system"))
                        || machine.tool("systemctl").isEmpty())) {
            return Optional.of("systemd does not run here");
        }
        return orderly || Files.isWritable(machine.proc("sysrq-trigger"))
                ? Optional.empty()
                : Optional.of("/proc/sysrq-trigger cannot be written");
    }

    /** Without a ledger that survives it, nobody could tell afterwards what has happened. */
    @Override
    public Optional<String> missingFor(Target target, Arguments arguments, Machine machine) {
        return Acknowledgement.missing(acknowledge, arguments).or(() -> forgetful(machine));
    }

    private static Optional<String> forgetful(Machine machine) {
        Path state = machine.folders().state().toAbsolutePath();
        Path there = state;
        while (!Files.exists(there)) {
            there = Optional.ofNullable(there.getParent()).orElse(Path.of("/"));
        }
        try {
            String type = Files.getFileStore(there).type();
            return VOLATILE.contains(type)
                    ? Optional.of("the ledger would not survive it: " + state + " is on a " + type
                            + "; set SHAKEOUT_HOME to a folder on a disk")
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.of("whether the ledger would survive it cannot be told: " + e.getMessage());
        }
    }

    @Override
    public Prepared plan(Target target, Arguments arguments, Machine machine) {
        Acknowledgement.missing(acknowledge, arguments).ifPresent(why -> {
            throw new IllegalStateException(why);
        });
        var token = Token.fresh();
        Duration delay = arguments.get(DELAY);
        var child = new ArrayList<>(machine.java());
        child.addAll(List.of(
                HostEnder.class.getName(),
                token.option(),
                "--what=" + what,
                "--by=" + (orderly ? "systemd" : "sysrq"),
                "--delay=" + delay.toMillis() + "ms"));
        var steps = List.of(
                Step.shell("note that " + words, ":", List.of(), Inverse.of(":").lasting()),
                Step.child(what + " this host in " + Span.words(delay), child));
        return new Prepared(
                steps,
                new Pending(token, words, machine),
                List.of(
                        words + " " + Span.words(delay)
                                + " after it begins, and with it this run ends without a verdict",
                        "when the host is there again, run: shakeout recover (packaging/systemd does so at boot)"));
    }

    /** That it is going to happen; that it has happened is seen by nobody on this host. */
    private record Pending(Token token, String words, Machine machine) implements Effect {
        @Override
        public String what() {
            return "whether " + words;
        }

        @Override
        public Reading read() {
            boolean pending = new Procfs(machine).childWith(token.option()).isPresent();
            return new Reading(pending ? 1 : 0, "", pending ? words : "nothing is pending");
        }

        @Override
        public boolean bites(Reading before, Reading on) {
            return on.value() == 1;
        }

        @Override
        public boolean gone(Reading before, Reading after) {
            return after.value() == 0;
        }
    }
}
