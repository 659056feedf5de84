package dev.shakeout.faults.host;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** What our children need of the kernel and the JDK does not offer. All are Linux's, by the C library. */
@SuppressWarnings("restricted") // that is what the class is for
final class SystemCalls {
    /** The same on every architecture that a JDK runs on; see pidfd_send_signal(2) and pidfd_open(2). */
    private static final long PIDFD_SEND_SIGNAL = 424;

    private static final long PIDFD_OPEN = 434;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;

    private static final MethodHandle SYSCALL = function(
            "syscall", FunctionDescriptor.of(LONG, LONG, LONG, LONG, LONG, LONG), Linker.Option.firstVariadicArg(1));
    private static final MethodHandle KILL = function("kill", FunctionDescriptor.of(INT, INT, INT));
    private static final MethodHandle CLOCK =
            function("clock_gettime", FunctionDescriptor.of(INT, INT, ValueLayout.ADDRESS));

    private static final MethodHandle MMAP =
            function("mmap", FunctionDescriptor.of(LONG, LONG, LONG, INT, INT, INT, LONG));
    private static final MethodHandle MADVISE = function("madvise", FunctionDescriptor.of(INT, LONG, LONG, INT));

    /** PROT_READ | PROT_WRITE; MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE; see mmap(2). */
    private static final int READ_WRITE = 3;

    private static final int PRIVATE_ANONYMOUS_NORESERVE = 0x4022;

    /** Linux 5.14; see madvise(2). */
    private static final int MADV_POPULATE_WRITE = 23;

    private static final int MADV_NOHUGEPAGE = 15;

    private SystemCalls() {}

    private static MethodHandle function(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor, options);
    }

    /** A pidfd, or a negative number when there is no such process, or the kernel has none. */
    static int openProcess(long pid) {
        return (int) syscall(PIDFD_OPEN, pid, 0, 0, 0);
    }

    static void signalProcess(int pidfd, int signal) {
        syscall(PIDFD_SEND_SIGNAL, pidfd, signal, 0, 0);
    }

    private static long syscall(long number, long a, long b, long c, long d) {
        try {
            return (long) SYSCALL.invokeExact(number, a, b, c, d);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    static void kill(long pid, int signal) {
        try {
            int _ = (int) KILL.invokeExact((int) pid, signal);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param time room for a struct timespec; false when there is no such clock */
    static boolean clock(int clock, MemorySegment time) {
        try {
            return (int) CLOCK.invokeExact(clock, time) == 0;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Addresses for that many bytes, of which none is there before it is written to. */
    static MemorySegment mapMemory(long bytes) {
        try {
            long address = (long) MMAP.invokeExact(0L, bytes, READ_WRITE, PRIVATE_ANONYMOUS_NORESERVE, -1, 0L);
            if (address == -1) {
                throw new IllegalStateException("mmap gives no addresses for " + bytes + " bytes");
            }
            return MemorySegment.ofAddress(address).reinterpret(bytes);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes all of it be there at once, in small pages; an older kernel leaves that to whoever writes to it. */
    static void populate(MemorySegment memory) {
        try {
            int _ = (int) MADVISE.invokeExact(memory.address(), memory.byteSize(), MADV_NOHUGEPAGE);
            int _ = (int) MADVISE.invokeExact(memory.address(), memory.byteSize(), MADV_POPULATE_WRITE);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
