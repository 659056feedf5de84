package dev.shakeout.faults.host.dns;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** A whole packet of IP with a datagram of UDP in it (RFC 791, 8200, 768). */
final class Datagram {
    private static final int UDP = 17;
    private static final int UDP_HEADER = 8;
    private static final int IPV6_HEADER = 40;
    private static final int FRAGMENT = 0x3fff;

    private final byte[] packet;
    private final boolean ipv6;
    /** Where the header of UDP begins. */
    private final int at;

    private Datagram(byte[] packet, boolean ipv6, int at) {
        this.packet = packet;
        this.ipv6 = ipv6;
        this.at = at;
    }

    /** Empty for what is something else, damaged, or a fragment. */
    static Optional<Datagram> of(ByteBuffer payload) {
        var packet = new byte[payload.remaining()];
        payload.duplicate().get(packet);
        var reading = ByteBuffer.wrap(packet);
        if (packet.length < 20) {
            return Optional.empty();
        }
        boolean ipv6 = (packet[0] & 0xf0) == 0x60;
        int at = ipv6 ? IPV6_HEADER : (packet[0] & 0x0f) * 4;
        boolean udp = ipv6 ? packet[6] == UDP : packet[9] == UDP && (reading.getShort(6) & FRAGMENT) == 0;
        return udp
                        && packet.length >= at + UDP_HEADER
                        && Short.toUnsignedInt(reading.getShort(at + 4)) == packet.length - at
                ? Optional.of(new Datagram(packet, ipv6, at))
                : Optional.empty();
    }

    /** Of whoever it comes to. */
    int port() {
        return Short.toUnsignedInt(ByteBuffer.wrap(packet).getShort(at + 2));
    }

    byte[] content() {
        return Arrays.copyOfRange(packet, at + UDP_HEADER, packet.length);
    }

    /** The packet with another content, its lengths and checksums put right. */
    byte[] with(byte[] content) {
        byte[] changed = Arrays.copyOf(packet, at + UDP_HEADER + content.length);
        System.arraycopy(content, 0, changed, at + UDP_HEADER, content.length);
        var writing = ByteBuffer.wrap(changed);
        int length = changed.length - at;
        writing.putShort(at + 4, (short) length).putShort(at + 6, (short) 0);
        if (ipv6) {
            writing.putShort(4, (short) length);
        } else {
            writing.putShort(2, (short) changed.length).putShort(10, (short) 0);
            writing.putShort(10, (short) checksum(sum(changed, 0, at)));
        }
        int ends = ipv6 ? 8 : 12; // both addresses, which stand side by side
        long sum = sum(changed, ends, ipv6 ? IPV6_HEADER : 20) + UDP + length + sum(changed, at, changed.length);
        int checksum = checksum(sum);
        writing.putShort(at + 6, (short) (checksum == 0 ? 0xffff : checksum)); // 0 would say that there is none
        return changed;
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
