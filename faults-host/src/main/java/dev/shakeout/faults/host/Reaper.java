package dev.shakeout.faults.host;

import dev.shakeout.model.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A small process of its own that does what the kernel's OOM killer does, for hosts that do not let us reach it:
 * {@code --pid=N --start=N --grace=5s}. It ends a process that has survived the lack of memory for that long. It ends
 * itself when the process ended before that; {@link #DONE} tells the two apart from outside.
 */
public final class Reaper {
    /** A thread of this name, as /proc/PID/task/TID/comm shows it, stands for: the signal is on its way. */
    static final String DONE = "sent-sigkill";

    private Reaper() {}

    public static void main(String[] arguments) throws InterruptedException {
        var options = Options.of(arguments);
        long pid = Long.parseLong(options.get("pid"));
        long start = Long.parseLong(options.get("start"));
        long end = System.nanoTime() + Span.parse(options.get("grace")).toNanos();
        Thread.ofPlatform().daemon().start(Parent::readyUntilItEnds);
        Optional<ProcessHandle> target = ProcessHandle.of(pid);
        while (System.nanoTime() < end) {
            if (!runs(pid, start)) {
                return;
            }
            Thread.sleep(20);
        }
        if (target.isPresent() && runs(pid, start)) {
            var killing = new Thread(() -> keepKilling(target.get(), pid, start), DONE);
            killing.start();
            killing.join();
        }
    }

    /** Stays until this process is ended itself, so that what it did can be seen. The handle checks the start time. */
    private static void keepKilling(ProcessHandle target, long pid, long start) {
        target.destroyForcibly();
        while (true) {
            if (runs(pid, start)) {
                target.destroyForcibly();
            }
            java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
        }
    }

    private static boolean runs(long pid, long start) {
        try {
            return ProcStat.parse(Files.readString(Path.of("/proc/" + pid + "/stat")))
                    .filter(stat -> stat.start() == start && !stat.ended())
                    .isPresent();
        } catch (IOException _) {
            return false;
        }
    }
}
