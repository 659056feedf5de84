package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Numbers;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * The processors that the target may use: what the kernel says of the group that it is in, held against what busy
 * processes get there. The target's own work is enough for that when it is cut short; else busy loops of ours join it.
 *
 * @param folder our group
 */
record QuotaHolds(Target target, Path folder, CpuThrottle.Limit limit, Machine machine) implements Effect {
    /** Ends by itself, should nobody be left to end it. */
    private static final String BUSY = "ulimit -t 1; echo $$ >\"$1\" && while :; do :; done";

    @Override
    public String what() {
        return "processors that " + target + " may use";
    }

    @Override
    public Reading read() throws IOException {
        Optional<Cgroup> group = Cgroup.with("cpu", target.detail("pid"), new Procfs(machine));
        Optional<CpuBandwidth> lowest = group.flatMap(CpuBandwidth::lowest);
        if (!Files.isDirectory(folder) || group.isEmpty() || lowest.isEmpty()) {
            return new Reading(limit.available(), "processors", "no quota of ours limits " + target);
        }
        Path here = lowest.get().folder();
        double allowed = lowest.get().processors();
        long before = CpuBandwidth.throttled(here);
        LockSupport.parkNanos(2 * limit.period().toNanos());
        double used = CpuBandwidth.throttled(here) > before
                ? 0
                : usedByBusyLoops(group.get().folder());
        long cut = CpuBandwidth.throttled(here) - before;
        boolean holds = used <= 1.25 * allowed + 0.05; // ticks are coarse, and a period may be cut by the window
        return new Reading(
                holds ? allowed : used,
                "processors",
                target + " may use " + Numbers.brief(allowed) + " processors; "
                        + (used > 0 ? "busy loops beside it used " + Numbers.brief(used) + " and " : "")
                        + "it was cut short in " + cut + (cut == 1 ? " period" : " periods"));
    }

    private double usedByBusyLoops(Path group) throws IOException {
        var loops = new ArrayList<Process>();
        try {
            for (int i = 0; i <= (int) limit.processors() && i < limit.available(); i++) {
                loops.add(machine.processes()
                        .start(List.of(
                                "sh",
                                "-c",
                                BUSY,
                                "shakeout",
                                group.resolve("cgroup.procs").toString())));
            }
            long latest = System.nanoTime() + 2_000_000_000;
            while (!loops.stream().allMatch(loop -> isIn(group, loop)) && System.nanoTime() < latest) {
                LockSupport.parkNanos(5_000_000);
            }
            long begin = System.nanoTime();
            long before = ticks(loops);
            LockSupport.parkNanos(Math.max(300_000_000, 3 * limit.period().toNanos()));
            return (ticks(loops) - before) / 100.0 / ((System.nanoTime() - begin) / 1e9);
        } finally {
            loops.forEach(Process::destroyForcibly);
            loops.forEach(loop -> loop.onExit().join());
        }
    }

    private boolean isIn(Path group, Process loop) {
        return Cgroup.with("cpu", Long.toString(loop.pid()), new Procfs(machine))
                .filter(own -> own.folder().equals(group))
                .isPresent();
    }

    private long ticks(List<Process> loops) {
        var procfs = new Procfs(machine);
        return loops.stream()
                .flatMap(loop -> procfs.stat(loop.pid()).stream())
                .mapToLong(ProcStat::cpuTicks)
                .sum();
    }

    /** Whether it may use no more than the limit says. */
    boolean reached(Reading reading) {
        return reading.value() <= 1.01 * limit.processors();
    }

    @Override
    public boolean bites(Reading before, Reading on) {
        return on.value() < before.value() && reached(on);
    }

    @Override
    public boolean gone(Reading before, Reading after) {
        return after.value() >= before.value();
    }

    @Override
    public Duration patience() {
        return Duration.ofSeconds(10);
    }
}
