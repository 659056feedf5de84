package dev.shakeout.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process, named so that a reused pid is never taken for it.
 *
 * @param start field 22 of /proc/PID/stat, in clock ticks since boot (proc(5))
 */
public record ProcessIdentity(long pid, long start) {
    private static final int START_AFTER_NAME = 19;

    public static ProcessIdentity own() {
        long pid = ProcessHandle.current().pid();
        return of(pid).orElse(new ProcessIdentity(pid, 0));
    }

    /** The process that has this pid now, unless it has ended and is only waiting to be reaped. */
    public static Optional<ProcessIdentity> of(long pid) {
        try {
            return ofStat(Files.readString(Path.of("/proc/" + pid + "/stat")));
        } catch (IOException | RuntimeException _) {
            return Optional.empty(); // gone, or no Linux
        }
    }

    /** The one whose stat this was; empty when it had ended then, or this is none. */
    static Optional<ProcessIdentity> ofStat(String stat) {
        try {
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            boolean ended = fields[0].equals("Z") || fields[0].equals("X");
            long pid = Long.parseLong(stat.substring(0, stat.indexOf(' ')));
            return ended
                    ? Optional.empty()
                    : Optional.of(new ProcessIdentity(pid, Long.parseLong(fields[START_AFTER_NAME])));
        } catch (RuntimeException _) {
            return Optional.empty();
        }
    }

    public boolean lives() {
        return of(pid).filter(this::equals).isPresent();
    }

    /** Reads the form that {@link #toString()} writes. */
    static Optional<ProcessIdentity> parse(String text) {
        String[] parts = text.strip().split(" ", -1);
        try {
            return parts.length == 2
                    ? Optional.of(new ProcessIdentity(Long.parseLong(parts[0]), Long.parseLong(parts[1])))
                    : Optional.empty();
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return pid + " " + start;
    }
}
