package dev.shakeout.faults.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process that gets signals from one of our children, and never a stranger that got its number: by its pidfd, which
 * stands for that very process (pidfd_open(2), Linux 5.3), or else with a look at its start time in the same breath.
 */
final class SignalTarget {
    private static final int SIGCONT = 18;
    private static final int SIGSTOP = 19;

    private final long pid;
    private final long start;
    private final int pidfd;

    private SignalTarget(long pid, long start, int pidfd) {
        this.pid = pid;
        this.start = start;
        this.pidfd = pidfd;
    }

    /** Empty when that process has ended. */
    static Optional<SignalTarget> of(long pid, long start) {
        var target = new SignalTarget(pid, start, SystemCalls.openProcess(pid)); // opened first: a check would be late
        return target.runs() ? Optional.of(target) : Optional.empty();
    }

    void stop() {
        send(SIGSTOP);
    }

    void resume() {
        send(SIGCONT);
    }

    /** To nobody when it has ended. */
    private void send(int signal) {
        if (pidfd >= 0) {
            SystemCalls.signalProcess(pidfd, signal);
        } else if (runs()) {
            SystemCalls.kill(pid, signal);
        }
    }

    boolean runs() {
        return stat().isPresent();
    }

    private Optional<ProcStat> stat() {
        try {
            return ProcStat.parse(Files.readString(Path.of("/proc/" + pid + "/stat")))
                    .filter(stat -> stat.start() == start && !stat.ended());
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
