package dev.shakeout.probes.load;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What became of each request, by its number: four bytes each, so percentiles of any span are exact and cheap. Keeps the
 * newest 16 million requests (64 MiB; 9 hours at 500/s) and forgets those before.
 */
final class Outcomes {
    static final int CHUNK = 1 << 14;
    static final int CHUNKS = 1 << 10;

    private final AtomicReferenceArray<Chunk> ring = new AtomicReferenceArray<>(CHUNKS);
    private final AtomicLong newest = new AtomicLong(-1);

    /** Values: 0 is no outcome yet, else micros + 1, negated for an error. */
    private record Chunk(long number, AtomicIntegerArray values) {}

    /** @param latencyMicros up to 35 minutes */
    void record(long request, long latencyMicros, boolean error) {
        int value = (int) Math.clamp(latencyMicros, 0, Integer.MAX_VALUE - 1L) + 1;
        Chunk chunk = chunkFor(request / CHUNK);
        if (chunk.number == request / CHUNK) {
            chunk.values.setRelease((int) (request % CHUNK), error ? -value : value);
        }
    }

    /** Requests from the first, without the end, that have an outcome. */
    Sample between(long first, long end) {
        long oldestKept = Math.max(0, newest.get() - CHUNKS + 1);
        var sample = new Sample.Builder();
        for (long number = Math.max(first / CHUNK, oldestKept); number <= newest.get(); number++) {
            if (number * CHUNK >= end) {
                break;
            }
            Chunk chunk = ring.get((int) (number % CHUNKS));
            if (chunk != null && chunk.number == number) {
                int from = (int) Math.max(0, first - number * CHUNK);
                int to = (int) Math.min(CHUNK, end - number * CHUNK);
                for (int i = from; i < to; i++) {
                    int value = chunk.values.getAcquire(i);
                    if (value != 0) {
                        sample.add(Math.abs(value) - 1, value < 0);
                    }
                }
            }
        }
        return sample.build();
    }

    /** @return the chunk of this number, or a newer one that has taken its place */
    private Chunk chunkFor(long number) {
        int slot = (int) (number % CHUNKS);
        while (true) {
            Chunk held = ring.get(slot);
            if (held != null && held.number >= number) {
                return held;
            }
            var fresh = new Chunk(number, new AtomicIntegerArray(CHUNK));
            if (ring.compareAndSet(slot, held, fresh)) {
                newest.accumulateAndGet(number, Math::max);
                return fresh;
            }
        }
    }
}
