package dev.shakeout.fks.order;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** Hands out new ids, different from those of an earlier start or of another gateway. */
public final class OrderIds {
    private static final int BITS_PER_MILLISECOND = 20;

    private final AtomicLong next;

    /** A start one millisecond later begins a million ids further on; the random part keeps twins apart. */
    public OrderIds(Clock clock, RandomGenerator random) {
        next = new AtomicLong((clock.millis() << BITS_PER_MILLISECOND) + random.nextInt(1 << BITS_PER_MILLISECOND));
    }

    public OrderId next() {
        return new OrderId(next.getAndIncrement());
    }
}
