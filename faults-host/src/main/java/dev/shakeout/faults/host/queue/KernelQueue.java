package dev.shakeout.faults.host.queue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A queue of packets that the kernel hands to user space and that wait there for a verdict; the numbers are those of the
 * kernel's include/uapi/linux/netfilter/nfnetlink_queue.h.
 */
public final class KernelQueue {
    private static final int NEW_PACKET = 3 << 8;
    private static final int VERDICT = 1;
    private static final int CONFIG = 2;
    private static final int REQUEST = 1;
    private static final int ACK = 4;
    private static final int ERROR = 2;
    private static final int ATTRIBUTE_TYPE = 0x3fff;

    private static final int CONFIG_COMMAND = 1;
    private static final int CONFIG_COPY = 2;
    private static final int CONFIG_LENGTH = 3;
    private static final int CONFIG_MASK = 4;
    private static final int CONFIG_FLAGS = 5;
    private static final int FAIL_OPEN = 1;
    private static final int WHOLE = 4;
    private static final byte BIND = 1;
    private static final byte COPY_NOTHING = 1;
    private static final byte COPY_PACKET = 2;

    private static final int PACKET_HEADER = 1;
    private static final int VERDICT_HEADER = 2;
    private static final int MARK = 3;
    private static final int PAYLOAD = 10;
    private static final int DROP = 0;
    private static final int ACCEPT = 1;

    private static final int MOST_WAITING = 200_000;
    private static final int ROOM = 128 << 10;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final int number;
    private final int ownMark;
    private final Netlink socket;
    private final Netlink.Line reading;
    private final ByteBuffer incoming;

    /**
     * A packet that waits.
     *
     * @param payload from its IP header on; empty when it was not asked for
     */
    public record Packet(int id, int mark, ByteBuffer payload) {}

    private KernelQueue(int number, int ownMark, Netlink socket) {
        this.number = number;
        this.ownMark = ownMark;
        this.socket = socket;
        this.reading = socket.line(ROOM);
        this.incoming = reading.memory();
    }

    /**
     * Binds a queue. Packets that find it full pass as if there was none.
     *
     * @param withPayload whether packets are read and changed; else large ones that the network card would cut stay whole
     * @param ownMark what of their mark the packet filter has put there to find the queue, and is taken out again; the rest
     *     belongs to others
     * @throws IOException somebody else has that queue, or the kernel knows none
     */
    public static KernelQueue bind(int number, boolean withPayload, int ownMark) throws IOException {
        var queue = new KernelQueue(number, ownMark, Netlink.open());
        byte copy = withPayload ? COPY_PACKET : COPY_NOTHING;
        int flags = withPayload ? FAIL_OPEN : FAIL_OPEN | WHOLE;
        queue.configure(queue.config().with(CONFIG_COMMAND, BIND, (byte) 0, (byte) 0, (byte) 0));
        queue.configure(queue.config().with(CONFIG_COPY, (byte) 0, (byte) 0, (byte) -1, (byte) -1, copy));
        queue.configure(queue.config().with(CONFIG_LENGTH, MOST_WAITING));
        queue.configure(queue.config().with(CONFIG_FLAGS, flags).with(CONFIG_MASK, flags));
        return queue;
    }

    private Message config() {
        return new Message(CONFIG, REQUEST | ACK, number, 64);
    }

    private void configure(Message message) throws IOException {
        reading.send(message.into(incoming));
        reading.receive();
        int error = incoming.getInt(16);
        if (incoming.getShort(4) == ERROR && error != 0) {
            throw new IOException("packet queue " + number + " cannot be had: error " + -error + " (see errno(3))");
        }
    }

    /** Waits for the next packet. By one thread only. */
    public Packet next() throws IOException {
        while (true) {
            int length = reading.receive();
            if (incoming.getShort(4) == NEW_PACKET) {
                return packet(length);
            }
        }
    }

    private Packet packet(int end) {
        int id = 0;
        int mark = 0;
        ByteBuffer payload = NOTHING;
        int at = Message.HEADER;
        while (at + Message.ATTRIBUTE <= end) {
            int length = Short.toUnsignedInt(incoming.getShort(at));
            int value = at + Message.ATTRIBUTE;
            switch (incoming.getShort(at + 2) & ATTRIBUTE_TYPE) {
                case PACKET_HEADER -> id = networkInt(value);
                case MARK -> mark = networkInt(value);
                case PAYLOAD -> payload = copy(value, length - Message.ATTRIBUTE);
                default -> {}
            }
            at += length + Message.padding(length);
        }
        return new Packet(id, mark, payload);
    }

    private int networkInt(int at) {
        int number = incoming.getInt(at);
        return incoming.order() == ByteOrder.BIG_ENDIAN ? number : Integer.reverseBytes(number);
    }

    private ByteBuffer copy(int at, int length) {
        var bytes = new byte[length];
        incoming.get(at, bytes);
        return ByteBuffer.wrap(bytes);
    }

    /** Lets packets go on; one for each thread. */
    public final class Gate {
        private final Netlink.Line line = socket.line(ROOM);

        /** Lets it go on as it came. */
        public void open(Packet packet) throws IOException {
            send(verdict(packet, ACCEPT, 0));
        }

        /** Lets it go on with another payload, from its IP header on. */
        public void open(Packet packet, byte[] payload) throws IOException {
            send(verdict(packet, ACCEPT, payload.length + 8).with(PAYLOAD, payload));
        }

        /** Drops it. */
        public void shut(Packet packet) throws IOException {
            send(verdict(packet, DROP, 0));
        }

        private void send(Message verdict) throws IOException {
            line.send(verdict.into(line.memory()));
        }

        /** The mark is given back as it was before the packet filter put the queue's number into it. */
        private Message verdict(Packet packet, int verdict, int more) {
            return new Message(VERDICT, REQUEST, number, 24 + more)
                    .with(VERDICT_HEADER, verdict, packet.id())
                    .with(MARK, packet.mark() & ~ownMark);
        }
    }
}
