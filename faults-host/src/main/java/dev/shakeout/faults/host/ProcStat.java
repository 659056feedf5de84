package dev.shakeout.faults.host;

import java.util.Optional;

/**
 * What /proc/PID/stat says of a process; see proc_pid_stat(5).
 *
 * @param comm the executable's name, at most 15 characters
 * @param state R, S, D, T, Z, …
 * @param cpuTicks user and system time used so far, in hundredths of a second
 * @param start ticks from boot to its start; together with the pid it names a process for good
 */
record ProcStat(long pid, String comm, char state, long parent, long flags, long cpuTicks, long start) {
    private static final long KERNEL_THREAD = 0x0020_0000;

    /** The name in parentheses may itself hold spaces and parentheses, so the fields are counted from the last one. */
    static Optional<ProcStat> parse(String text) {
        int open = text.indexOf('(');
        int close = text.lastIndexOf(')');
        if (open < 0 || close < open) {
            return Optional.empty();
        }
        String[] rest = text.substring(close + 1).strip().split(" ", -1);
        if (rest.length < 20) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ProcStat(
                    Long.parseLong(text.substring(0, open).strip()),
                    text.substring(open + 1, close),
                    rest[0].charAt(0),
                    Long.parseLong(rest[1]),
                    Long.parseLong(rest[6]),
                    Long.parseLong(rest[11]) + Long.parseLong(rest[12]),
                    Long.parseLong(rest[19])));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    boolean kernelThread() {
        return (flags & KERNEL_THREAD) != 0;
    }

    /** Ended; at most its parent has not looked yet. */
    boolean ended() {
        return state == 'Z' || state == 'X' || state == 'x';
    }

    /** By a signal, or by who traces it. */
    boolean stopped() {
        return state == 'T' || state == 't';
    }
}
