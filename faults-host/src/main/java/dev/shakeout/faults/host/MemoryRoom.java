package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Bytes;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How much memory can still be had, and what sets the limit: the host itself, or a control group of the target that
 * leaves less.
 *
 * @param limit in words, after a number of bytes: "that are available in the control group x, whose limit is 1 GiB"
 */
record MemoryRoom(long bytes, String limit) {
    /** What may at most be taken of it, so that the host, or the target, survives. */
    static final double MOST = 0.9;

    /** Version 1 writes a number near 2^63 where nothing is limited. */
    private static final long NO_LIMIT = 1L << 60;

    static MemoryRoom of(Target target, Machine machine) {
        var procfs = new Procfs(machine);
        var host = new MemoryRoom(procfs.availableMemoryBytes(), "that are available");
        return target.isProcess()
                ? Cgroup.with("memory", target.detail("pid"), procfs)
                        .map(group -> least(group, host))
                        .orElse(host)
                : host;
    }

    private static MemoryRoom least(Cgroup group, MemoryRoom known) {
        MemoryRoom least = in(group).filter(room -> room.bytes < known.bytes).orElse(known);
        return group.isTop() ? least : least(group.parent(), least);
    }

    /** Page cache gives way, so it counts as available, as it does for the host; empty when the group has no limit. */
    private static Optional<MemoryRoom> in(Cgroup group) {
        Path folder = group.folder();
        return limit(group)
                .map(limit -> new MemoryRoom(
                        Math.max(0, limit - held(group)),
                        "that are available in the control group " + folder + ", whose limit is " + new Bytes(limit)));
    }

    /** All that counts as the group's, in bytes. */
    static long used(Cgroup group) {
        return number(group.folder().resolve(group.unified() ? "memory.current" : "memory.usage_in_bytes"))
                .orElse(0L);
    }

    /** Without page cache, which gives way, in bytes. */
    static long held(Cgroup group) {
        String total = group.unified() ? "" : "total_";
        return used(group)
                - stat(group.folder(), total + "inactive_file")
                - stat(group.folder(), total + "active_file");
    }

    /** In bytes; of the group and those above it, as far as they are visible. */
    static Optional<Long> lowestLimit(Cgroup group) {
        Optional<Long> own = limit(group);
        Optional<Long> above = group.isTop() ? Optional.empty() : lowestLimit(group.parent());
        return own.isPresent() && (above.isEmpty() || own.get() <= above.get()) ? own : above;
    }

    /** In bytes. */
    static Optional<Long> limit(Cgroup group) {
        return number(group.folder().resolve(group.unified() ? "memory.max" : "memory.limit_in_bytes"))
                .filter(limit -> limit < NO_LIMIT);
    }

    private static Optional<Long> number(Path file) {
        try {
            return Optional.of(Long.parseLong(Files.readString(file).strip()));
        } catch (IOException | NumberFormatException _) {
            return Optional.empty(); // "max", or the group has gone
        }
    }

    /** A value of memory.stat, 0 when it is not there. */
    static long stat(Path folder, String key) {
        try {
            return Files.readAllLines(folder.resolve("memory.stat")).stream()
                    .filter(line -> line.startsWith(key + " "))
                    .mapToLong(line -> Long.parseLong(line.substring(key.length() + 1)))
                    .sum();
        } catch (IOException _) {
            return 0;
        }
    }

    long most() {
        return (long) (MOST * bytes);
    }

    /** Why that much must not be taken, if so. */
    Optional<String> refusal(long wanted) {
        return wanted > most()
                ? Optional.of(new Bytes(wanted) + " is more than " + Math.round(MOST * 100) + "% of the "
                        + new Bytes(bytes) + " " + limit + "; ask for less")
                : Optional.empty();
    }
}
