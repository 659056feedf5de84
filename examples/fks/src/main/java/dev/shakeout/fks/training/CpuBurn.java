package dev.shakeout.fks.training;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/** Work of a known size: an amount of this thread's own CPU time, so that it takes longer where CPU is scarce. */
final class CpuBurn {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int ROUNDS_BETWEEN_LOOKS = 20_000;

    private CpuBurn() {}

    static void burn(Duration cpu) {
        long end = THREADS.getCurrentThreadCpuTime() + cpu.toNanos();
        double weight = 0.5;
        while (THREADS.getCurrentThreadCpuTime() < end) {
            for (int i = 0; i < ROUNDS_BETWEEN_LOOKS; i++) {
                weight = 3.9 * weight * (1 - weight);
            }
            if (Double.isNaN(weight)) {
                // Never so; it keeps the compiler from dropping the loop.
                throw new IllegalStateException("the model diverged");
            }
        }
    }
}
