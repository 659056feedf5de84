package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Numbers;
import dev.shakeout.model.Reading;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * The processor time that our stressor gets, in processors: 1.6 is two processors at 80%.
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
        Optional<ProcStat> before = procfs.childWith(token.option());
        if (before.isEmpty()) {
            return new Reading(0, "processors", "no stressor runs");
        }
        long begin = System.nanoTime();
        long busyBefore = busyTicks(procfs);
        LockSupport.parkNanos(INTERVAL.toNanos());
        double ticks = (System.nanoTime() - begin) / 1e9 * Procfs.TICKS_PER_SECOND;
        long used = procfs.stat(before.get().pid())
                .map(after -> after.cpuTicks() - before.get().cpuTicks())
                .orElse(0L);
        double busy = (busyTicks(procfs) - busyBefore) / ticks;
        return new Reading(
                used / ticks,
                "processors",
                "the stressor used " + Numbers.brief(used / ticks) + " processors of " + Numbers.brief(asked)
                        + " asked for; all processes together " + Numbers.brief(busy));
    }

    /** Two fifths of it show the fault: on a busy host, or below a quota, the stressor has to share like everyone else. */
    @Override
    public boolean bites(Reading before, Reading on) {
        return on.value() - before.value() >= 0.4 * asked;
    }

    @Override
    public boolean gone(Reading before, Reading after) {
        return after.value() <= before.value()
                && new Procfs(machine).childWith(token.option()).isEmpty();
    }

    private static long busyTicks(Procfs procfs) {
        String[] all = procfs.lines("stat").stream()
                .findFirst()
                .orElse("cpu 0 0 0 0 0 0 0 0")
                .split("\\s+", -1);
        return Long.parseLong(all[1])
                + Long.parseLong(all[2])
                + Long.parseLong(all[3])
                + Long.parseLong(all[6])
                + Long.parseLong(all[7]);
    }
}
