package dev.shakeout.faults.host.proxy;

import dev.shakeout.faults.host.proxy.ConnectionFault.Bandwidth;
import dev.shakeout.faults.host.proxy.ConnectionFault.Delay;
import dev.shakeout.faults.host.proxy.ConnectionFault.Drop;
import dev.shakeout.faults.host.proxy.ConnectionFault.LimitData;
import dev.shakeout.faults.host.proxy.ConnectionFault.Refuse;
import dev.shakeout.faults.host.proxy.ConnectionFault.ResetAfter;
import dev.shakeout.faults.host.proxy.ConnectionFault.ResetAt;
import dev.shakeout.faults.host.proxy.ConnectionFault.Slicer;
import dev.shakeout.faults.host.proxy.ConnectionFault.SlowClose;
import java.util.ArrayList;
import java.util.List;

/**
 * What all faults together make of one direction of one connection: delays and pauses add up, and of sizes and rates the
 * least counts.
 *
 * @param piece bytes that go on at once
 * @param perSecond bytes
 */
record Shape(
        long delayNanos,
        long jitterNanos,
        boolean drop,
        long closeNanos,
        int piece,
        long pauseNanos,
        double perSecond,
        List<Limit> limits) {
    static final Shape CLEAR = new Shape(0, 0, false, 0, Integer.MAX_VALUE, 0, Double.POSITIVE_INFINITY, List.of());

    /** A slow connection gets its bytes in portions that last so long, rather than in one lump per second. */
    private static final double PORTION_SECONDS = 0.01;

    /**
     * An end after so many bytes.
     *
     * @param id of the fault
     * @param hard with a reset
     */
    record Limit(String id, long bytes, boolean hard) {}

    /** @param faults that are meant for the connection */
    static Shape of(List<Faults.InForce> faults, Direction way) {
        Shape sum = CLEAR;
        for (var each : faults) {
            if (each.line().direction().covers(way)) {
                sum = sum.with(each.id(), each.line().fault());
            }
        }
        return sum;
    }

    private Shape with(String id, ConnectionFault fault) {
        return switch (fault) {
            case Delay(var delay, var jitter) ->
                new Shape(
                        delayNanos + delay.toNanos(),
                        jitterNanos + jitter.toNanos(),
                        drop,
                        closeNanos,
                        piece,
                        pauseNanos,
                        perSecond,
                        limits);
            case Drop() -> new Shape(delayNanos, jitterNanos, true, closeNanos, piece, pauseNanos, perSecond, limits);
            case SlowClose(var delay) ->
                new Shape(
                        delayNanos,
                        jitterNanos,
                        drop,
                        closeNanos + delay.toNanos(),
                        piece,
                        pauseNanos,
                        perSecond,
                        limits);
            case Slicer(var size, var pause) ->
                new Shape(
                        delayNanos,
                        jitterNanos,
                        drop,
                        closeNanos,
                        (int) Math.min(piece, size.value()),
                        pauseNanos + pause.toNanos(),
                        perSecond,
                        limits);
            case Bandwidth(var rate) -> slower(rate.value());
            case ResetAt(var amount) -> with(new Limit(id, amount.value(), true));
            case LimitData(var amount) -> with(new Limit(id, amount.value(), false));
            case Refuse _, ResetAfter _, ConnectionFault.Http _ -> this; // they concern the connection as a whole
        };
    }

    private Shape slower(long rate) {
        int portion = (int) Math.clamp(Math.ceil(rate * PORTION_SECONDS), 1, Integer.MAX_VALUE);
        return new Shape(
                delayNanos,
                jitterNanos,
                drop,
                closeNanos,
                Math.min(piece, portion),
                pauseNanos,
                Math.min(perSecond, rate),
                limits);
    }

    private Shape with(Limit limit) {
        var more = new ArrayList<>(limits);
        more.add(limit);
        return new Shape(delayNanos, jitterNanos, drop, closeNanos, piece, pauseNanos, perSecond, List.copyOf(more));
    }

    /** When a chunk may go on. */
    long due(Chunk chunk) {
        return chunk.arrival()
                + chunk.extraNanos()
                + delayNanos
                + (long) (chunk.luck() * jitterNanos)
                + (chunk.end() ? closeNanos : 0);
    }

    /** How long nothing may follow so many bytes. */
    long restNanos(int bytes) {
        return pauseNanos + (long) Math.ceil(bytes / perSecond * 1e9);
    }
}
