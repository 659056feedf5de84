package dev.shakeout.faults.host;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Counts processor time to the nanosecond, where /proc counts hundredths of a second. For one thread at a time. */
final class CpuClock {
    /** CLOCK_THREAD_CPUTIME_ID; see clock_gettime(2). */
    private static final int OF_THIS_THREAD = 3;

    private final int number;
    private final MemorySegment time = Arena.ofAuto().allocate(ValueLayout.JAVA_LONG, 2);

    private CpuClock(int number) {
        this.number = number;
    }

    /** Of whatever thread reads it. */
    static CpuClock ofThisThread() {
        return new CpuClock(OF_THIS_THREAD);
    }

    /** Of all threads of a process, ended ones too; see clock_getcpuclockid(3) for the number of its clock. */
    static CpuClock ofProcess(long pid) {
        return new CpuClock((int) (~pid << 3) | 2);
    }

    /** 0 when the process has ended. */
    long nanos() {
        return SystemCalls.clock(number, time)
                ? time.getAtIndex(ValueLayout.JAVA_LONG, 0) * 1_000_000_000 + time.getAtIndex(ValueLayout.JAVA_LONG, 1)
                : 0;
    }
}
