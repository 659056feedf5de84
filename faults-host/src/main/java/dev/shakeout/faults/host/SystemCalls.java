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
}
