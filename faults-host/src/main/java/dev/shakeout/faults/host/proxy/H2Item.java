package dev.shakeout.faults.host.proxy;

import java.nio.ByteBuffer;

/** A piece of a message of HTTP/2 that waits for its time, or for room. */
sealed interface H2Item {
    /** By {@link System#nanoTime}. */
    long due();

    /** A head, or trailers. */
    record Head(H2Fields fields, boolean end, long due) implements H2Item {}

    /** @param owed whether the sender may send as much anew once it went on */
    record Data(ByteBuffer bytes, boolean end, boolean owed, long due) implements H2Item {}

    /** The stream is given up. */
    record Reset(int code, long due) implements H2Item {}
}
