package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Bytes;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import dev.shakeout.model.Type;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps a disk busy with reads and writes, as a backup or a compaction beside the target would. */
public final class DiskIoLoad implements Fault {
    static final Parameter<String> PATH =
            DiskPath.parameter("Folder on the disk to keep busy, as the target sees it; files are made in it.");
    static final Parameter<String> OPERATION = Parameter.withDefault(
            "operation", Type.choice("write", "read", "both"), "write", "What is done, again and again.");
    static final Parameter<Integer> WORKERS = Parameter.withDefault(
            "workers", Type.integer(1, 64), 1, "How many do so at once, each with a file of its own.");
    static final Parameter<Bytes> BLOCK = Parameter.withDefault(
            "block",
            Type.bytes(new Bytes(512), Bytes.mebibytes(64)),
            new Bytes(64 << 10),
            "How much is read or written at a time; each write is synced to the disk.");
    static final Parameter<Bytes> SIZE = Parameter.withDefault(
            "size",
            Type.bytes(Bytes.mebibytes(1), new Bytes(1L << 40)),
            Bytes.mebibytes(64),
            "Size of each file, and at least that of a block; what fits into memory is read from there and not from the disk.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "disk/io-load",
                "Keeps a disk busy with reads and writes.",
                PATH,
                OPERATION,
                WORKERS,
                BLOCK,
                SIZE,
                FileSystemSpace.FLOOR);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of("host", "process");
    }

    @Override
    public String effect() {
        return "bytes read and written per second";
    }

    @Override
    public List<Rung> rungs() {
        return List.of(new Neighbour());
    }

    private record Neighbour() implements Rung {
        @Override
        public String name() {
            return "a process that reads and writes beside the target";
        }

        @Override
        public String needs() {
            return "the right to write there; root to get into a container and to share the control groups of a process";
        }

        @Override
        public String inverse() {
            return "the process is ended and its files are removed";
        }

        @Override
        public Optional<String> missing(Machine machine) {
            return Optional.empty();
        }

        @Override
        public Optional<String> missingFor(Target target, Arguments arguments, Machine machine) {
            if (target.isProcess()
                    && new Procfs(machine)
                            .namespace(target.detail("pid"), "mnt")
                            .isEmpty()) {
                return Optional.of(
                        "what " + target + " sees at " + arguments.get(PATH) + " cannot be known; run as root");
            }
            String path = arguments.get(PATH);
            Machine there = MountPlace.of(path, target, machine).there();
            return DiskPath.unusable(path, there)
                    .or(() -> FileSystemSpace.of(path, there).refusal(taken(arguments), path, arguments));
        }

        private static long taken(Arguments arguments) {
            return fileSize(arguments) * arguments.get(WORKERS);
        }

        private static long fileSize(Arguments arguments) {
            return Math.max(arguments.get(SIZE).value(), arguments.get(BLOCK).value());
        }

        @Override
        public Prepared plan(Target target, Arguments arguments, Machine machine) {
            var token = Token.fresh();
            String path = arguments.get(PATH);
            var place = MountPlace.of(path, target, machine);
            String files = DiskPath.reached(path, place.there()) + "/" + token.text() + "-";
            var argv = new ArrayList<>(machine.java());
            argv.addAll(List.of(
                    DiskStressor.class.getName(),
                    token.option(),
                    "--files=" + files,
                    "--operation=" + arguments.get(OPERATION),
                    "--workers=" + arguments.get(WORKERS),
                    "--block=" + arguments.get(BLOCK).value(),
                    "--size=" + fileSize(arguments)));
            var notes = new ArrayList<String>();
            List<Cgroup> groups = target.isProcess() && machine.isRoot() ? limits(target, machine) : List.of();
            if (!groups.isEmpty()) {
                notes.add("the load runs within the control groups of " + target);
            }
            Inverse removed = Inverse.of("rm -f -- \"$1\"*", files);
            var step = new Step(
                    arguments.get(OPERATION) + " in blocks of " + arguments.get(BLOCK) + " at " + path,
                    new Step.Change.Child(Cgroup.joining(groups, argv), false),
                    Optional.of(place.namespace().isEmpty() ? removed.lasting() : removed));
            return new Prepared(List.of(step), new Throughput(token, path, machine), notes);
        }

        /** The groups that limit reads and writes. */
        private static List<Cgroup> limits(Target target, Machine machine) {
            var procfs = new Procfs(machine);
            List<Cgroup> ours = Cgroup.of(procfs, "self");
            return Cgroup.of(procfs, target.detail("pid")).stream()
                    .filter(group -> !ours.contains(group))
                    .filter(group -> group.has(group.unified() ? "io" : "blkio"))
                    .toList();
        }
    }

    /** What the child reads and writes in a fifth of a second, by its own account in /proc/PID/io. */
    private record Throughput(Token token, String path, Machine machine) implements Effect {
        private static final long WINDOW_MILLIS = 200;

        @Override
        public String what() {
            return "bytes read and written per second at " + path;
        }

        @Override
        public Reading read() throws IOException {
            long first = done();
            if (first == 0) {
                return new Reading(0, "bytes/s", "nothing is read or written");
            }
            try {
                Thread.sleep(WINDOW_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
            long rate = (done() - first) * 1000 / WINDOW_MILLIS;
            return new Reading(rate, "bytes/s", new Bytes(Math.max(0, rate)) + " per second");
        }

        private long done() {
            var procfs = new Procfs(machine);
            return procfs.childWith(token.option()).stream()
                    .flatMap(child -> procfs.lines(child.pid() + "/io").stream())
                    .filter(line -> line.startsWith("rchar: ") || line.startsWith("wchar: "))
                    .mapToLong(line -> Long.parseLong(line.substring("rchar: ".length())))
                    .sum();
        }

        @Override
        public boolean bites(Reading before, Reading on) {
            return on.value() > 0;
        }

        @Override
        public boolean gone(Reading before, Reading after) {
            return after.value() <= 0;
        }
    }
}
