package dev.shakeout.faults.host;

import java.lang.foreign.MemorySegment;

/** What our children need of the kernel and the JDK does not offer. All are Linux's, by the C library. */
final class SystemCalls {
    /** The same on every architecture that a JDK runs on; see pidfd_send_signal(2) and pidfd_open(2). */
    private static final long PIDFD_SEND_SIGNAL = 424;

    private static final long PIDFD_OPEN = 434;

    private static final Libc SYSCALL = Libc.function("syscall");
    private static final Libc KILL = Libc.function("kill");
    private static final Libc CLOCK = Libc.function("clock_gettime");
    private static final Libc MMAP = Libc.function("mmap");
    private static final Libc MADVISE = Libc.function("madvise");

    /** PROT_READ | PROT_WRITE; MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE; see mmap(2). */
    private static final int READ_WRITE = 3;

    private static final int PRIVATE_ANONYMOUS_NORESERVE = 0x4022;

    /** Linux 5.14; see madvise(2). */
    private static final int MADV_POPULATE_WRITE = 23;

    private static final int MADV_NOHUGEPAGE = 15;

    private SystemCalls() {}

    /** A pidfd, or a negative number when there is no such process, or the kernel has none. */
    static int openProcess(long pid) {
        return (int) SYSCALL.call(PIDFD_OPEN, pid, 0, 0, 0, 0);
    }

    static void signalProcess(int pidfd, int signal) {
        SYSCALL.call(PIDFD_SEND_SIGNAL, pidfd, signal, 0, 0, 0);
    }

    static void kill(long pid, int signal) {
        KILL.call(pid, signal, 0, 0, 0, 0);
    }

    /** @param time room for a struct timespec; false when there is no such clock */
    static boolean clock(int clock, MemorySegment time) {
        return (int) CLOCK.call(clock, time.address(), 0, 0, 0, 0) == 0;
    }

    /** Addresses for that many bytes, of which none is there before it is written to. */
    @SuppressWarnings("restricted") // that is what it is for
    static MemorySegment mapMemory(long bytes) {
        long address = MMAP.call(0, bytes, READ_WRITE, PRIVATE_ANONYMOUS_NORESERVE, -1, 0);
        if (address == -1) {
            throw new IllegalStateException("mmap gives no addresses for " + bytes + " bytes");
        }
        return MemorySegment.ofAddress(address).reinterpret(bytes);
    }

    /** Makes all of it be there at once, in small pages; an older kernel leaves that to whoever writes to it. */
    static void populate(MemorySegment memory) {
        MADVISE.call(memory.address(), memory.byteSize(), MADV_NOHUGEPAGE, 0, 0, 0);
        MADVISE.call(memory.address(), memory.byteSize(), MADV_POPULATE_WRITE, 0, 0, 0);
    }
}
