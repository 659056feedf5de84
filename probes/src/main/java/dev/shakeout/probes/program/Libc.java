package dev.shakeout.probes.program;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Functions of the C library, each with at most six numbers or addresses. All are called through one handle: these travel
 * in the same registers on the 64-bit machines that this is used on, and to link one handle takes as long as to start 30
 * programs.
 */
final class Libc {
    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG;

    private final Linker linker;
    private final MethodHandle call;

    /** @throws RuntimeException this machine cannot be called that way */
    @SuppressWarnings("restricted")
    Libc() {
        linker = Linker.nativeLinker();
        call = linker.downcallHandle(FunctionDescriptor.of(WORD, WORD, WORD, WORD, WORD, WORD, WORD));
    }

    /** One function; arguments that it does not have are ignored by it. */
    final class Function {
        private final MemorySegment address;

        private Function(MemorySegment address) {
            this.address = address;
        }

        /** What it gives where that is an int; long results that are larger are cut. */
        int call(long... arguments) {
            long[] six = new long[6];
            System.arraycopy(arguments, 0, six, 0, arguments.length);
            try {
                return (int) (long) call.invokeExact(address, six[0], six[1], six[2], six[3], six[4], six[5]);
            } catch (Throwable e) {
                throw new IllegalStateException(e); // C throws nothing
            }
        }
    }

    /** @throws RuntimeException this library has none of that name */
    Function function(String name) {
        return new Function(symbol(name));
    }

    /** Where the value of a variable of one word lies. */
    @SuppressWarnings("restricted")
    MemorySegment variable(String name) {
        return symbol(name).reinterpret(WORD.byteSize());
    }

    private MemorySegment symbol(String name) {
        return linker.defaultLookup().findOrThrow(name);
    }

    /** Where all that is needed is known to be as described: Linux on 64 bits. */
    static boolean fits() {
        String machine = System.getProperty("os.arch", "");
        return System.getProperty("os.name", "").equals("Linux")
                && (machine.equals("amd64") || machine.equals("aarch64"));
    }
}
