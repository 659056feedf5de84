package dev.shakeout.faults.host.queue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A message of netlink about packet queues: a header (length, type, flags, sequence, sender), that of the packet filter
 * (family, version, queue), and attributes, each with its length and type before it. Headers are in the machine's byte
 * order, values in the network's; see netlink(7).
 */
final class Message {
    static final int HEADER = 20;
    static final int ATTRIBUTE = 4;

    private static final int SUBSYSTEM = 3 << 8;

    private final byte[] bytes;
    private final ByteBuffer writing;

    /** @param room for attributes, in bytes */
    Message(int type, int flags, int queue, int room) {
        bytes = new byte[HEADER + room];
        writing = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        writing.putInt(0)
                .putShort((short) (SUBSYSTEM | type))
                .putShort((short) flags)
                .putInt(0)
                .putInt(0);
        writing.putShort((short) 0).order(ByteOrder.BIG_ENDIAN).putShort((short) queue);
    }

    Message with(int type, byte... value) {
        writing.order(ByteOrder.nativeOrder());
        writing.putShort((short) (ATTRIBUTE + value.length))
                .putShort((short) type)
                .put(value);
        writing.position(writing.position() + padding(value.length));
        return this;
    }

    Message with(int type, int... values) {
        var value = new byte[Integer.BYTES * values.length];
        var numbers = ByteBuffer.wrap(value);
        for (int number : values) {
            numbers.putInt(number);
        }
        return with(type, value);
    }

    static int padding(int length) {
        return -length & 3;
    }

    /** @return its length */
    int into(ByteBuffer memory) {
        int length = writing.position();
        writing.order(ByteOrder.nativeOrder()).putInt(0, length);
        memory.put(0, bytes, 0, length);
        return length;
    }
}
