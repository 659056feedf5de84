package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Numbers;
import dev.shakeout.model.Reading;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * The processor time that our stressor takes or waits for, in processors: 1.6 is two processors at 80%.
 *
 * @param asked what was asked for, in processors
 */
record CpuTime(Token token, double asked, Machine machine, Duration patience) implements Effect {
    private static final Duration INTERVAL = Duration.ofMillis(300);

    @Override
    public String what() {
        return "processor time used by the stressor";
    }

    @Override
    public Reading read() {
        var procfs = new Procfs(machine);
        Optional<ProcStat> stressor = procfs.childWith(token.option());
        if (stressor.isEmpty()) {
            return new Reading(0, "processors", "no stressor runs");
        }
        long pid = stressor.get().pid();
        long begin = System.nanoTime();
        Demand before = Demand.of(procfs, pid);
        LockSupport.parkNanos(INTERVAL.toNanos());
        Demand after = Demand.of(procfs, pid);
        double nanos = System.nanoTime() - begin;
        double used = (after.usedNanos() - before.usedNanos()) / nanos;
        double waited = (after.waitedNanos() - before.waitedNanos()) / nanos;
        return new Reading(
                used + waited,
                "processors",
                "the stressor used " + Numbers.brief(used) + " processors of " + Numbers.brief(asked)
                        + " asked for, and waited for " + Numbers.brief(waited) + " more that were busy");
    }

    /**
     * What the threads of a process got and what they had to wait for; see the kernel's scheduler/sched-stats.rst. Where
     * every processor is busy already, whatever the stressor gets it takes from the others, which is the fault.
     */
    private record Demand(long usedNanos, long waitedNanos) {
        static Demand of(Procfs procfs, long pid) {
            long used = 0;
            long waited = 0;
            for (long thread : procfs.threads(pid)) {
                for (String line : procfs.lines(pid + "/task/" + thread + "/schedstat")) {
                    String[] field = line.split(" ", -1);
                    used += Long.parseLong(field[0]);
                    waited += Long.parseLong(field[1]);
                }
            }
            return new Demand(used, waited);
        }
    }

    /** Two fifths of it show the fault: below a quota the stressor has to share with its target. */
    @Override
    public boolean bites(Reading before, Reading on) {
        return on.value() - before.value() >= 0.4 * asked;
    }

    @Override
    public boolean gone(Reading before, Reading after) {
        return after.value() <= before.value()
                && new Procfs(machine).childWith(token.option()).isEmpty();
    }
}
