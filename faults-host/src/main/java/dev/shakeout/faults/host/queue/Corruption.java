package dev.shakeout.faults.host.queue;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/**
 * Changes one bit of some packets; checksums stay as they were, so the receiver throws them away. The header of IP is
 * spared: the kernel has looked at that of a packet that comes in, and would not see the damage.
 */
record Corruption(double share, RandomGenerator random) {
    Corruption(double share) {
        this(share, RandomGenerator.getDefault());
    }

    boolean any() {
        return share > 0;
    }

    boolean strikes() {
        return any() && random.nextDouble() < share;
    }

    byte[] damaged(ByteBuffer payload) {
        var damaged = new byte[payload.remaining()];
        payload.duplicate().get(damaged);
        int header = damaged.length == 0 ? 0 : headerLength(damaged[0]);
        if (damaged.length > header) {
            damaged[random.nextInt(header, damaged.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        }
        return damaged;
    }

    /** By the first byte: its version, and for IPv4 its length in words of 32 bits (RFC 791). */
    private static int headerLength(byte first) {
        return (first & 0xf0) == 0x60 ? 40 : (first & 0x0f) * 4;
    }
}
