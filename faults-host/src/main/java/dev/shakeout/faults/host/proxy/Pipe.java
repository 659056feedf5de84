package dev.shakeout.faults.host.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One direction of a connection.
 *
 * <pre>
 *   from ──read──▶ (no fault, nothing waiting) ──────────────▶ write ──▶ to
 *            └───▶ queue of chunks with their arrival ──due──▶ write ──▶ to
 * </pre>
 *
 * A chunk is due its delay after it arrived, whatever the one before it does, so delay costs time but no throughput, as
 * long as no more than {@link #ROOM} is on the way. What waits when a fault goes is sent at once and in order.
 */
final class Pipe {
    private static final int ROOM = 1 << 20;

    /** What waits without a fault only waits for a slow reader; whoever writes should wait too. */
    private static final int CLEAR_ROOM = 64 << 10;

    private static final long NEVER = Long.MAX_VALUE;

    private final Side from;
    private final Side to;
    private final Loop loop;
    private final Connection connection;
    private final ArrayDeque<Chunk> queue = new ArrayDeque<>();
    private final Map<String, Long> limitBegan = new HashMap<>();

    private Shape shape = Shape.CLEAR;
    private boolean clear = true;
    private boolean ended;
    private boolean endHeld;
    private boolean flooded;
    private boolean discarding;
    private int held;
    private long sent;
    private long next = System.nanoTime();
    private long armed = NEVER;

    Pipe(Side from, Side to, Loop loop, Connection connection) {
        this.from = from;
        this.to = to;
        this.loop = loop;
        this.connection = connection;
    }

    /** Something came, or the end. */
    void readable() throws IOException {
        boolean direct = flooded && clear && queue.isEmpty();
        ByteBuffer bytes =
                direct ? loop.buffers().largeScratch() : loop.buffers().scratch();
        int count = from.read(bytes);
        flooded = Buffers.full(count);
        if (count > 0 && !discarding && !connection.filtered(bytes.flip(), this)) {
            pass(bytes);
        }
        if (from.ended() && !ended && !connection.ended()) {
            ended = true;
            from.want(SelectionKey.OP_READ, false);
            if (!connection.keepsEnd(this)) {
                offerEnd(0);
            }
            pump();
        }
    }

    /**
     * Holds bytes until they are due; {@link #pump} sends them.
     *
     * @param extraNanos that they wait besides what all in this direction do
     */
    void offer(ByteBuffer bytes, long extraNanos) {
        if (!endHeld && !connection.ended() && bytes.hasRemaining()) {
            hold(new Chunk(loop.buffers().keep(bytes), System.nanoTime(), luck(), extraNanos, false));
        }
    }

    /** The same for the end; what comes after it is forgotten. */
    void offerEnd(long extraNanos) {
        if (!endHeld && !connection.ended()) {
            endHeld = true;
            hold(new Chunk(ByteBuffer.allocate(0), System.nanoTime(), luck(), extraNanos, true));
        }
    }

    private void pass(ByteBuffer bytes) throws IOException {
        if (clear && queue.isEmpty()) {
            sent += to.write(bytes);
            if (!bytes.hasRemaining()) {
                return;
            }
        }
        hold(new Chunk(loop.buffers().keep(bytes), System.nanoTime(), luck(), 0, false));
        pump();
    }

    private static double luck() {
        return ThreadLocalRandom.current().nextDouble(-1, 1);
    }

    private void hold(Chunk chunk) {
        held += chunk.bytes().remaining();
        loop.buffers().hold(chunk.bytes().remaining());
        queue.add(chunk);
    }

    /** From now on by other faults; what waits may be due sooner, or later. */
    void shape(Shape changed) throws IOException {
        shape = changed;
        clear = changed.equals(Shape.CLEAR);
        if (!changed.limits().isEmpty() || !limitBegan.isEmpty()) {
            limitBegan
                    .keySet()
                    .retainAll(changed.limits().stream().map(Shape.Limit::id).toList());
            changed.limits().forEach(limit -> limitBegan.putIfAbsent(limit.id(), sent));
        }
        next = Math.min(next, System.nanoTime());
        pump();
    }

    /** Sends what is due, as far as the other side takes it. */
    void pump() throws IOException {
        boolean full = false;
        while (!full && !queue.isEmpty() && !shape.drop()) {
            Chunk head = queue.element();
            long due = shape.due(head);
            due = next - due > 0 ? next : due;
            long now = System.nanoTime();
            if (due - now > 0) {
                wakeAt(due);
                break;
            }
            if (head.end() && to.settled()) {
                end();
                return;
            }
            if (head.end()) {
                full = true;
                break;
            }
            int room = room(head.bytes().remaining());
            full = send(head, room, now) < room;
            if (atLimit()) {
                return;
            }
        }
        to.want(SelectionKey.OP_WRITE, full);
        from.want(
                SelectionKey.OP_READ, !ended && held < (clear || loop.buffers().scarce() ? CLEAR_ROOM : ROOM));
    }

    private void end() throws IOException {
        discard();
        if (!connection.onLastWay()) { // else both sides are closed now, which says the same
            to.shutdownOutput();
        }
        connection.oneWayEnded();
    }

    private int send(Chunk head, int room, long now) throws IOException {
        ByteBuffer bytes = head.bytes();
        int end = bytes.limit();
        int count = to.write(bytes.limit(bytes.position() + room));
        bytes.limit(end);
        sent += count;
        held -= count;
        loop.buffers().hold(-count);
        if (!clear && count > 0) {
            next = Math.max(next, now - 1) + shape.restNanos(count);
            next = next - now < 0 ? now : next;
        }
        if (!bytes.hasRemaining()) {
            queue.remove();
            loop.buffers().giveBack(bytes);
        }
        return count;
    }

    private int room(int remaining) {
        long room = Math.min(remaining, shape.piece());
        for (Shape.Limit limit : shape.limits()) {
            room = Math.min(room, left(limit));
        }
        return (int) room;
    }

    private long left(Shape.Limit limit) {
        return Math.max(0, limitBegan.getOrDefault(limit.id(), 0L) + limit.bytes() - sent);
    }

    private boolean atLimit() {
        for (Shape.Limit limit : shape.limits()) {
            if (left(limit) == 0) {
                if (limit.hard()) {
                    connection.reset();
                } else {
                    connection.hangUp();
                }
                return true;
            }
        }
        return false;
    }

    private void wakeAt(long due) {
        if (armed != NEVER && armed - due <= 0) {
            return;
        }
        armed = due;
        loop.at(due, () -> {
            if (armed == due) {
                armed = NEVER;
            }
            connection.attempt(this::pump);
        });
    }

    /** What waits will never be sent. */
    void forget() {
        queue.forEach(chunk -> loop.buffers().giveBack(chunk.bytes()));
        queue.clear();
        loop.buffers().hold(-held);
        held = 0;
    }

    /** Nothing is passed on any more; what comes is read and forgotten, so that no reset cuts off what was delivered. */
    void discard() {
        discarding = true;
        forget();
        shape = Shape.CLEAR;
        clear = true;
        if (!ended) {
            from.want(SelectionKey.OP_READ, true);
        }
    }
}
