package dev.shakeout.faults.host.dns;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** A whole packet of IP that carries UDP or TCP (RFC 791, 8200, 768, 9293). */
final class Packet {
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int UDP_HEADER = 8;
    private static final int TCP_HEADER = 20;
    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;
    private static final int FRAGMENT = 0x3fff;

    private final byte[] bytes;
    private final boolean ipv6;
    private final boolean tcp;
    /** Where the header of UDP or TCP begins. */
    private final int at;
    /** Where what it carries begins. */
    private final int content;

    private Packet(byte[] bytes, boolean ipv6, boolean tcp, int at, int content) {
        this.bytes = bytes;
        this.ipv6 = ipv6;
        this.tcp = tcp;
        this.at = at;
        this.content = content;
    }

    /** Empty for what is something else, damaged, or a fragment. */
    static Optional<Packet> of(ByteBuffer payload) {
        var bytes = new byte[payload.remaining()];
        payload.duplicate().get(bytes);
        if (bytes.length < IPV4_HEADER) {
            return Optional.empty();
        }
        var reading = ByteBuffer.wrap(bytes);
        boolean ipv6 = (bytes[0] & 0xf0) == 0x60;
        int at = ipv6 ? IPV6_HEADER : (bytes[0] & 0x0f) * 4;
        int transport = ipv6 ? bytes[6] : bytes[9];
        boolean fragment = !ipv6 && (reading.getShort(6) & FRAGMENT) != 0;
        boolean tcp = transport == TCP;
        if (fragment || !(tcp || transport == UDP) || bytes.length < at + (tcp ? TCP_HEADER : UDP_HEADER)) {
            return Optional.empty();
        }
        int content = at + (tcp ? (bytes[at + 12] >> 4 & 0x0f) * 4 : UDP_HEADER);
        boolean whole = tcp || Short.toUnsignedInt(reading.getShort(at + 4)) == bytes.length - at;
        return whole && content <= bytes.length
                ? Optional.of(new Packet(bytes, ipv6, tcp, at, content))
                : Optional.empty();
    }

    boolean tcp() {
        return tcp;
    }

    /** Of whoever it comes to. */
    int port() {
        return Short.toUnsignedInt(ByteBuffer.wrap(bytes).getShort(at + 2));
    }

    /** From its IP header on. */
    byte[] bytes() {
        return bytes.clone();
    }

    byte[] content() {
        return Arrays.copyOfRange(bytes, content, bytes.length);
    }

    /** The packet with another content, its lengths and checksums put right. That of TCP must keep its length. */
    Packet with(byte[] other) {
        byte[] changed = Arrays.copyOf(bytes, content + other.length);
        System.arraycopy(other, 0, changed, content, other.length);
        var writing = ByteBuffer.wrap(changed);
        int length = changed.length - at;
        if (ipv6) {
            writing.putShort(4, (short) length);
        } else {
            writing.putShort(2, (short) changed.length).putShort(10, (short) 0);
            writing.putShort(10, (short) checksum(sum(changed, 0, at)));
        }
        int sumAt = at + (tcp ? 16 : 6);
        writing.putShort(sumAt, (short) 0);
        if (!tcp) {
            writing.putShort(at + 4, (short) length);
        }
        long addresses = ipv6 ? sum(changed, 8, IPV6_HEADER) : sum(changed, 12, IPV4_HEADER);
        int checksum = checksum(addresses + (tcp ? TCP : UDP) + length + sum(changed, at, changed.length));
        writing.putShort(
                sumAt, (short) (checksum == 0 && !tcp ? 0xffff : checksum)); // of UDP, 0 says that there is none
        return new Packet(changed, ipv6, tcp, at, content);
    }

    private static long sum(byte[] bytes, int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += (long) (bytes[i] & 0xff) << ((i - from) % 2 == 0 ? 8 : 0);
        }
        return sum;
    }

    private static int checksum(long sum) {
        long folded = sum;
        while (folded > 0xffff) {
            folded = (folded & 0xffff) + (folded >>> 16);
        }
        return (int) ~folded & 0xffff;
    }
}
