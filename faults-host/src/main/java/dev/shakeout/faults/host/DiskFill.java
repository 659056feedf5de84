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
import dev.shakeout.model.Percent;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import dev.shakeout.model.Type;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Fills a file system, as logs that nobody rotates would. */
public final class DiskFill implements Fault {
    static final Parameter<String> PATH =
            DiskPath.parameter("Folder on the file system to fill; one file is put into it.");
    static final Parameter<Bytes> SIZE = Parameter.optional(
            "size", Type.bytes(new Bytes(1), new Bytes(1L << 50)), "How much to take; goes before percent.");
    static final Parameter<Percent> PERCENT = Parameter.withDefault(
            "percent", Type.percent(1, 100), new Percent(90), "How full the file system is to be.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("disk/fill", "Fills a file system.", PATH, SIZE, PERCENT, FileSystemSpace.FLOOR);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of("host");
    }

    @Override
    public String effect() {
        return "free space of the file system";
    }

    @Override
    public List<Rung> rungs() {
        return List.of(new OneFile());
    }

    private record OneFile() implements Rung {
        /** $1 the file, $2 its size, $3 the floor: others may have taken room since the plan. */
        private static final String FILL = """
                set -- "$1" "$2" "$3" $(stat -f -c '%a %S' -- "${1%/*}")
                if [ $(($4 * $5 - $2)) -lt "$3" ]; then
                  echo "only $(($4 * $5)) bytes are free by now, and $3 must stay free" >&2
                  exit 1
                fi
                umask 077
                fallocate -l "$2" "$1" 2>/dev/null || head -c "$2" /dev/zero >"$1\"""";

        @Override
        public String name() {
            return "one large file";
        }

        @Override
        public String needs() {
            return "the right to write there";
        }

        @Override
        public String inverse() {
            return "the file is removed";
        }

        @Override
        public Optional<String> missing(Machine machine) {
            return Optional.empty();
        }

        @Override
        public Optional<String> missingFor(Target target, Arguments arguments, Machine machine) {
            String path = arguments.get(PATH);
            Optional<String> unusable = DiskPath.unusable(path, machine);
            if (unusable.isPresent()) {
                return unusable;
            }
            var space = FileSystemSpace.of(path, machine);
            long bytes = bytes(arguments, space);
            return bytes <= 0
                    ? Optional.of(
                            "the file system at " + path + " is more than " + arguments.get(PERCENT) + " full already")
                    : space.refusal(bytes, path, arguments);
        }

        @Override
        public Prepared plan(Target target, Arguments arguments, Machine machine) {
            String path = arguments.get(PATH);
            var space = FileSystemSpace.of(path, machine);
            var bytes = new Bytes(bytes(arguments, space));
            String file = path + "/" + Token.fresh().text();
            var step = Step.shell(
                    "take " + bytes + " at " + path,
                    FILL,
                    List.of(
                            file,
                            Long.toString(bytes.value()),
                            Long.toString(space.floor(arguments).value())),
                    Inverse.of("rm -f \"$1\"", file).lasting());
            return Prepared.of(List.of(step), new Free(path, bytes, machine));
        }

        private static long bytes(Arguments arguments, FileSystemSpace space) {
            return arguments
                    .find(SIZE)
                    .map(Bytes::value)
                    .orElseGet(
                            () -> (long) (space.total() * arguments.get(PERCENT).fraction())
                                    - (space.total() - space.free()));
        }
    }

    /** Free space in bytes; others take and give back too, so half of what was asked for is enough to tell. */
    private record Free(String path, Bytes asked, Machine machine) implements Effect {
        @Override
        public String what() {
            return "free space at " + path;
        }

        @Override
        public Reading read() {
            long free = FileSystemSpace.of(path, machine).free();
            return new Reading(free, "bytes", new Bytes(free) + " free");
        }

        @Override
        public boolean bites(Reading before, Reading on) {
            return on.value() <= before.value() - asked.value() / 2.0;
        }

        @Override
        public boolean gone(Reading before, Reading after) {
            return after.value() > before.value() - asked.value() / 2.0;
        }
    }
}
