package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Leaves a file system no inodes, so that no file can be made although there is room, as a mail queue or a cache would. */
public final class DiskInodes implements Fault {
    static final Parameter<String> PATH =
            DiskPath.parameter("Folder on the file system whose inodes are used up by empty files.");
    static final Parameter<Integer> LEAVE =
            Parameter.withDefault("leave", Type.integer(0, Integer.MAX_VALUE), 0, "How many inodes are left.");

    /** So many files are made, and removed again, in some ten seconds. */
    private static final long MOST_FILES = 2_000_000;

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("disk/inodes", "Leaves a file system no inodes for new files.", PATH, LEAVE);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of("host");
    }

    @Override
    public String effect() {
        return "free inodes of the file system";
    }

    @Override
    public List<Rung> rungs() {
        return List.of(new EmptyFiles());
    }

    private record EmptyFiles() implements Rung {
        @Override
        public String name() {
            return "empty files";
        }

        @Override
        public String needs() {
            return "the right to write there, and a file system with a fixed number of inodes";
        }

        @Override
        public String inverse() {
            return "the folder of empty files is removed";
        }

        @Override
        public Optional<String> missing(Machine machine) {
            return Optional.empty();
        }

        @Override
        public Optional<String> missingFor(Target target, Arguments arguments, Machine machine) {
            String path = arguments.get(PATH);
            return DiskPath.unusable(path, machine).or(() -> refusal(path, arguments.get(LEAVE), machine));
        }

        private static Optional<String> refusal(String path, int leave, Machine machine) {
            Optional<FileSystemSpace> inodes = FileSystemSpace.inodes(path, machine);
            if (inodes.isEmpty() || inodes.get().total() == 0) {
                return Optional.of("the file system at " + path + " has no fixed number of inodes to use up");
            }
            long files = inodes.get().free() - leave;
            if (files <= 0) {
                return Optional.of("only " + inodes.get().free() + " inodes are free at " + path
                        + " already; ask for fewer to be left");
            }
            return files > MOST_FILES
                    ? Optional.of("it would take " + files + " files at " + path + " to leave " + leave
                            + ", more than the " + MOST_FILES + " that can be removed again in time")
                    : Optional.empty();
        }

        @Override
        public Prepared plan(Target target, Arguments arguments, Machine machine) {
            var token = Token.fresh();
            String path = arguments.get(PATH);
            int leave = arguments.get(LEAVE);
            long files = FileSystemSpace.inodes(path, machine).orElseThrow().free() - leave;
            var folder = OwnFolder.in(path, token);
            var argv = new ArrayList<>(machine.java());
            argv.addAll(List.of(
                    FileMaker.class.getName(), token.option(), "--folder=" + folder.path(), "--files=" + files));
            return Prepared.of(
                    List.of(folder.make(), Step.child("make " + files + " empty files in it", argv)),
                    new Free(path, leave, Duration.ofSeconds(10 + files / 20_000), machine));
        }
    }

    private record Free(String path, int leave, Duration patience, Machine machine) implements Effect {
        private static final int FREED_MEANWHILE = 16;

        @Override
        public String what() {
            return "free inodes at " + path;
        }

        @Override
        public Reading read() {
            long free = FileSystemSpace.inodes(path, machine).orElseThrow().free();
            return new Reading(free, "inodes", free + " inodes free");
        }

        @Override
        public boolean bites(Reading before, Reading on) {
            return on.value() < before.value() && on.value() <= leave + FREED_MEANWHILE;
        }

        @Override
        public boolean gone(Reading before, Reading after) {
            return after.value() > (before.value() + leave) / 2;
        }
    }
}
