package dev.shakeout.faults.host.proxy;

import dev.shakeout.model.Span;
import java.time.Duration;
import java.util.Collection;

/**
 * What a proxy does to its connections at this moment.
 *
 * @param delay added to each chunk on its way to the upstream; a request and its answer together take this much longer
 * @param jitter the delay of a chunk is up to this much more or less; the order is kept
 * @param refuse nobody listens, and open connections are reset
 * @param drop connections stay open, but nothing comes through until the fault is taken back
 */
record Faults(Duration delay, Duration jitter, boolean refuse, boolean drop) {
    static final Faults NONE = new Faults(Duration.ZERO, Duration.ZERO, false, false);

    /**
     * Reads lines such as {@code delay 400ms 50ms}, {@code refuse} and {@code drop}. Delays add up.
     *
     * @throws IllegalArgumentException when a line is none of these
     */
    static Faults parse(Collection<String> lines) {
        Faults sum = NONE;
        for (String line : lines) {
            String[] word = line.strip().split("\\s+", -1);
            sum = switch (word[0]) {
                case "" -> sum;
                case "refuse" -> new Faults(sum.delay, sum.jitter, true, sum.drop);
                case "drop" -> new Faults(sum.delay, sum.jitter, sum.refuse, true);
                case "delay" -> sum.slower(word);
                default ->
                    throw new IllegalArgumentException(
                            "'" + line + "' is no fault; known are: delay LATENCY [JITTER], refuse, drop");
            };
        }
        return sum;
    }

    private Faults slower(String[] word) {
        if (word.length < 2) {
            throw new IllegalArgumentException("'delay' needs a latency, such as: delay 400ms 50ms");
        }
        Duration more = word.length > 2 ? Span.parse(word[2]) : Duration.ZERO;
        return new Faults(delay.plus(Span.parse(word[1])), jitter.plus(more), refuse, drop);
    }

    boolean slow() {
        return !delay.isZero() || !jitter.isZero();
    }
}
