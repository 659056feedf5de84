package dev.shakeout.faults.host.queue;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/** Changes one bit of some packets, wherever in them; checksums stay as they were, so the receiver throws them away. */
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
        if (damaged.length > 0) {
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        }
        return damaged;
    }
}
