package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Bytes;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * How much room a file system has, for others than root.
 *
 * @param total in bytes
 * @param free in bytes
 */
record FileSystemSpace(long total, long free) {
    private static final double LEAST_SHARE = 0.05;
    private static final long LEAST_BYTES = 1L << 30;

    static final Parameter<Bytes> FLOOR = Parameter.optional(
            "floor",
            Type.bytes(new Bytes(0), new Bytes(1L << 50)),
            "Free space that is left in any case; by default 5% of the file system or 1 GiB, whichever is more.");

    /** Also of one that is mounted for a container alone, which the JDK does not know. */
    static FileSystemSpace of(String path, Machine machine) {
        String place = DiskPath.reached(path, machine);
        var finished = machine.processes().run(List.of("stat", "-f", "-c", "%S %b %a", "--", place));
        String[] numbers = finished.output().strip().split(" ", -1);
        if (!finished.ok() || numbers.length != 3) {
            throw new UncheckedIOException(
                    new IOException("the free space at " + place + " is not known: " + finished.complaint()));
        }
        long block = Long.parseLong(numbers[0]);
        return new FileSystemSpace(block * Long.parseLong(numbers[1]), block * Long.parseLong(numbers[2]));
    }

    Bytes floor(Arguments arguments) {
        return arguments.find(FLOOR).orElseGet(() -> new Bytes(Math.max(LEAST_BYTES, (long) (total * LEAST_SHARE))));
    }

    /** Why so much must not be taken, if so. */
    Optional<String> refusal(long bytes, String path, Arguments arguments) {
        Bytes floor = floor(arguments);
        return free - bytes >= floor.value()
                ? Optional.empty()
                : Optional.of("taking " + new Bytes(bytes) + " of the " + new Bytes(free) + " that are free at " + path
                        + " would leave less than the floor of " + floor
                        + "; ask for less, or set another floor if that much need not stay free");
    }

    /** Total and free numbers of files; a total of 0 means that there is no such limit. */
    static Optional<FileSystemSpace> inodes(String path, Machine machine) {
        var finished = machine.processes().run(List.of("stat", "-f", "-c", "%c %d", "--", path));
        String[] numbers = finished.output().strip().split(" ", -1);
        return finished.ok() && numbers.length == 2
                ? Optional.of(new FileSystemSpace(Long.parseLong(numbers[0]), Long.parseLong(numbers[1])))
                : Optional.empty();
    }
}
