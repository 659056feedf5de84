package dev.shakeout.faults.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The processor time that a control group leaves to its members.
 *
 * @param processors 0.5 is half of the time of one
 */
record CpuBandwidth(Path folder, double processors) {
    /** Of a group that was made without one (sched-bwc.rst). */
    static final Duration USUAL_PERIOD = Duration.ofMillis(100);

    /** The least of a group and those above it, as far as they are visible; empty when none is limited. */
    static Optional<CpuBandwidth> lowest(Cgroup group) {
        Optional<CpuBandwidth> own = of(group);
        Optional<CpuBandwidth> above = group.isTop() ? Optional.empty() : lowest(group.parent());
        return own.isPresent() && (above.isEmpty() || own.get().processors <= above.get().processors) ? own : above;
    }

    private static Optional<CpuBandwidth> of(Cgroup group) {
        Path folder = group.folder();
        try {
            String[] words = group.unified()
                    ? Files.readString(folder.resolve("cpu.max")).strip().split(" ", -1)
                    : new String[] {
                        Files.readString(folder.resolve("cpu.cfs_quota_us")).strip(),
                        Files.readString(folder.resolve("cpu.cfs_period_us")).strip()
                    };
            return words[0].equals("max") || words[0].startsWith("-")
                    ? Optional.empty()
                    : Optional.of(
                            new CpuBandwidth(folder, Double.parseDouble(words[0]) / Double.parseDouble(words[1])));
        } catch (IOException _) {
            return Optional.empty(); // the top group has no limit, and a group may go at any time
        }
    }

    /** Over which the use of a group is counted. */
    static Duration period(Cgroup group) {
        Path folder = group.folder();
        try {
            String micros = group.unified()
                    ? Files.readString(folder.resolve("cpu.max")).strip().split(" ", -1)[1]
                    : Files.readString(folder.resolve("cpu.cfs_period_us")).strip();
            return Duration.ofNanos(1000 * Long.parseLong(micros));
        } catch (IOException _) {
            return USUAL_PERIOD; // the group has gone, and whoever writes to it is told so
        }
    }

    /** How many periods were cut short in it so far. */
    static long throttled(Path folder) {
        try {
            return Files.readAllLines(folder.resolve("cpu.stat")).stream()
                    .filter(line -> line.startsWith("nr_throttled "))
                    .mapToLong(line -> Long.parseLong(line.substring("nr_throttled ".length())))
                    .sum();
        } catch (IOException _) {
            return 0;
        }
    }
}
