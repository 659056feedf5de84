package dev.shakeout.faults.host.proxy;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/** Memory to read into, for one thread. What passes through at once needs no more than one piece of it. */
final class Buffers {
    private static final int SIZE = 256 << 10;
    private static final int KEPT = 16;

    /**
     * For who sends more than that at once. Fewer and larger steps wake fewer threads: with some streams side by side that
     * takes a quarter off what each byte costs, more than handing it on by splice(2) does.
     */
    private static final int LARGE = 3 << 19;

    /** Less than this is copied, so that a small message does not hold a large buffer. */
    private static final int SMALL = 64 << 10;

    /** More than this is not kept for connections together, or nearly: each still has room for a little. */
    private static final long PLENTY = Runtime.getRuntime().maxMemory() / 8;

    private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();
    private long held;
    private ByteBuffer scratch = ByteBuffer.allocateDirect(SIZE);
    private ByteBuffer large = ByteBuffer.allocate(0); // until somebody wants it

    /** Good until the next call. */
    ByteBuffer scratch() {
        return scratch.clear();
    }

    /** The same with more room, unless much is kept already: what cannot go on at once has to be. */
    ByteBuffer largeScratch() {
        if (scarce()) {
            return scratch();
        }
        if (large.capacity() == 0) {
            large = ByteBuffer.allocateDirect(LARGE);
        }
        return large.clear();
    }

    /** Whether so many bytes are as many as the smaller one takes. */
    static boolean full(int bytes) {
        return bytes >= SIZE;
    }

    /** The same bytes for as long as they are wanted. */
    @SuppressWarnings("ReferenceEquality") // whether it is this very buffer, not one with the same content
    ByteBuffer keep(ByteBuffer bytes) {
        if (bytes == scratch && bytes.remaining() >= SMALL) {
            ByteBuffer next = free.poll();
            scratch = next == null ? ByteBuffer.allocateDirect(SIZE) : next;
            return bytes;
        }
        return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    }

    /** So many bytes more wait, or less. */
    void hold(int bytes) {
        held += bytes;
    }

    /** Whether connections should let their peers wait rather than have more kept. */
    boolean scarce() {
        return held > PLENTY;
    }

    void giveBack(ByteBuffer bytes) {
        if (bytes.isDirect() && bytes.capacity() == SIZE && free.size() < KEPT) {
            free.push(bytes);
        }
    }
}
