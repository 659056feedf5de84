package dev.shakeout.faults.host;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A function of the C library, of at most six numbers or addresses. All are called through one handle: these travel in the
 * same registers on the 64-bit machines that a JDK runs on, and to link a handle takes longer than all else that a child
 * does before it is ready. One that also keeps errno takes longer still, so that is linked when it is first wanted.
 */
@SuppressWarnings("restricted") // that is what the class is for
public final class Libc {
    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG;
    private static final FunctionDescriptor SIX_WORDS = FunctionDescriptor.of(WORD, WORD, WORD, WORD, WORD, WORD, WORD);
    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle CALL = LINKER.downcallHandle(SIX_WORDS);

    private final MemorySegment address;

    private static final class Telling {
        static final MethodHandle CALL = LINKER.downcallHandle(SIX_WORDS, Linker.Option.captureCallState("errno"));
    }

    private Libc(MemorySegment address) {
        this.address = address;
    }

    /** @throws java.util.NoSuchElementException the library has none of that name */
    public static Libc function(String name) {
        return new Libc(LINKER.defaultLookup().findOrThrow(name));
    }

    /** Where bytes outside the heap begin. They are there for as long as the buffer is in use. */
    public static long address(ByteBuffer direct) {
        return MemorySegment.ofBuffer(direct.duplicate().clear()).address();
    }

    /** What it gives where that is a long or an address; of an int only the lower half means something. */
    public long call(long a, long b, long c, long d, long e, long f) {
        try {
            return (long) CALL.invokeExact(address, a, b, c, d, e, f);
        } catch (Throwable thrown) {
            throw new IllegalStateException(thrown); // C throws nothing
        }
    }

    /** The same, and keeps the reason if it fails. */
    public long call(Errno errno, long a, long b, long c, long d, long e, long f) {
        try {
            return (long) Telling.CALL.invokeExact(address, errno.state, a, b, c, d, e, f);
        } catch (Throwable thrown) {
            throw new IllegalStateException(thrown);
        }
    }

    /** Why a call has failed; for one thread. */
    public static final class Errno {
        private final ByteBuffer room = ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.nativeOrder());
        private final MemorySegment state = MemorySegment.ofBuffer(room);

        /** Of the last call that was given this; see errno(3). On Linux nothing else is kept there. */
        public int number() {
            return room.getInt(0);
        }
    }
}
