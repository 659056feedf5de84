package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A process of its own that holds every thread of another one for as long as it lives, or, with {@code --kill}, has the kernel
 * end that one together with itself: ptrace(2). Whoever traces is one thread, so there is only one here.
 */
public final class Tracer {
    private static final int INTERRUPT = 0x4207;
    private static final int SEIZE = 0x4206;
    private static final int EXIT_KILL = 0x0010_0000;

    private static final Libc PTRACE = Libc.function("ptrace");
    private static final Libc.Errno WHY = new Libc.Errno();

    private Tracer() {}

    @SuppressWarnings("SystemExitOutsideMain")
    public static void main(String[] arguments) {
        var options = Options.of(arguments);
        long pid = Long.parseLong(options.get("pid"));
        long start = Long.parseLong(options.get("start"));
        boolean kill = options.has("kill");
        var procfs = new Procfs(Machine.local());
        Optional<String> failed =
                procfs.stat(pid).filter(stat -> stat.start() == start).isEmpty()
                        ? Optional.of("process " + pid + " has ended meanwhile")
                        : seizeAll(pid, kill ? EXIT_KILL : 0, procfs);
        if (failed.isPresent()) {
            System.err.println(failed.get());
            Runtime.getRuntime().halt(1); // nothing was done yet: what is seized is let go
        }
        if (kill) {
            Runtime.getRuntime().halt(0);
        }
        holdAll(pid, procfs);
        Parent.readyUntilItEnds();
    }

    /** With the option to kill, one thread does for all. */
    private static Optional<String> seizeAll(long pid, int option, Procfs procfs) {
        List<Long> threads = option == 0 ? procfs.threads(pid) : List.of(pid);
        for (long thread : threads) {
            if (!seize(thread, option) && (thread == pid || procfs.threads(pid).contains(thread))) {
                return Optional.of(
                        "thread " + thread + " of process " + pid + " cannot be traced: errno " + WHY.number());
            }
        }
        return threads.isEmpty() ? Optional.of("process " + pid + " has ended meanwhile") : Optional.empty();
    }

    /** Until no thread is left that another one has started in the meantime. */
    private static void holdAll(long pid, Procfs procfs) {
        Set<Long> held = new HashSet<>();
        boolean more = true;
        while (more) {
            more = false;
            for (long thread : procfs.threads(pid)) {
                if (held.add(thread)) {
                    seize(thread, 0); // those that were there are seized already
                    PTRACE.call(INTERRUPT, thread, 0, 0, 0, 0);
                    more = true;
                }
            }
        }
    }

    private static boolean seize(long thread, int option) {
        return (int) PTRACE.call(WHY, SEIZE, thread, 0, option, 0, 0) == 0;
    }
}
