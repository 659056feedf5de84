package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Span;
import java.util.List;
import java.util.Optional;

/**
 * A small process of its own that ends a process, and then, at an interval, each one that takes its place: {@code --pid=N
 * --start=N --signal=KILL --interval=10s}.
 */
public final class Restarter {
    private static final long LOOK_AGAIN_MILLIS = 50;

    private Restarter() {}

    public static void main(String[] arguments) throws InterruptedException {
        var options = Options.of(arguments);
        var procfs = new Procfs(Machine.local());
        long pid = Long.parseLong(options.get("pid"));
        long first = Long.parseLong(options.get("start"));
        long latest = first;
        boolean forcibly = options.get("signal").equals("KILL");
        long interval = Span.parse(options.get("interval")).toNanos();
        List<String> argv = procfs.commandLine(pid);
        Optional<ProcStat> victim = procfs.stat(pid).filter(stat -> stat.start() == first);
        Thread.ofPlatform().daemon().start(Parent::readyUntilItEnds);
        while (true) {
            if (victim.isPresent()) {
                end(victim.get(), forcibly, procfs);
                latest = victim.get().start();
                long next = System.nanoTime() + interval;
                while (System.nanoTime() < next) {
                    Thread.sleep(Math.min(LOOK_AGAIN_MILLIS, interval / 1_000_000));
                }
            }
            Thread.sleep(LOOK_AGAIN_MILLIS);
            victim = successor(argv, latest, procfs);
        }
    }

    /** The handle notices when the number belongs to somebody else meanwhile. */
    private static void end(ProcStat victim, boolean forcibly, Procfs procfs) {
        ProcessHandle.of(victim.pid())
                .filter(_ -> procfs.stat(victim.pid())
                        .filter(now -> now.start() == victim.start())
                        .isPresent())
                .ifPresent(handle -> {
                    boolean _ = forcibly ? handle.destroyForcibly() : handle.destroy();
                });
    }

    private static Optional<ProcStat> successor(List<String> argv, long after, Procfs procfs) {
        return procfs.pids().stream()
                .flatMap(pid -> procfs.stat(pid).stream())
                .filter(stat -> stat.start() > after && !stat.ended())
                .filter(stat -> procfs.commandLine(stat.pid()).equals(argv))
                .findFirst();
    }
}
