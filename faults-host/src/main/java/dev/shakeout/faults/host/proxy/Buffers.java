package dev.shakeout.faults.host.proxy;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/** Memory to read into, for one thread. What passes through at once needs no more than one piece of it. */
final class Buffers {
    private static final int SIZE = 256 << 10;
    private static final int KEPT = 16;

    /** Less than this is copied, so that a small message does not hold a large buffer. */
    private static final int SMALL = 64 << 10;

    /** More than this is not kept for connections together, or nearly: each still has room for a little. */
    private static final long PLENTY = Runtime.getRuntime().maxMemory() / 8;

    private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();
    private long held;
    private ByteBuffer scratch = ByteBuffer.allocateDirect(SIZE);

    /** Good until the next call. */
    ByteBuffer scratch() {
        return scratch.clear();
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
