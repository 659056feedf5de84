package dev.shakeout.faults.host.proxy;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

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
    private static final int CHUNK = 32 << 10;
    private static final int ROOM = 1 << 20;
    private static final long LOOK_NANOS = 20_000_000;

    private record Chunk(ByteBuffer bytes, long arrival, double luck) {
        boolean end() {
            return !bytes.hasRemaining();
        }
    }

    private final Socket from;
    private final Socket to;
    private final Control control;
    private final boolean delayed;
    private final BlockingQueue<Chunk> queue = new LinkedBlockingQueue<>();
    private final Semaphore room = new Semaphore(ROOM);
    private final AtomicInteger waiting = new AtomicInteger();
    private final Connection connection;
    private boolean writing;

    /** @param delayed whether delays apply in this direction; drops do in both */
    Pipe(Socket from, Socket to, Control control, boolean delayed, Connection connection) {
        this.from = from;
        this.to = to;
        this.control = control;
        this.delayed = delayed;
        this.connection = connection;
    }

    /** Copies until the end; then says so to the other side, which may still talk. */
    void run() {
        try {
            var in = from.getInputStream();
            var out = to.getOutputStream();
            var buffer = new byte[CHUNK];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (waiting.get() == 0 && open(control.now())) {
                    out.write(buffer, 0, count);
                } else {
                    hold(Arrays.copyOf(buffer, count));
                }
            }
            if (waiting.get() == 0 && open(control.now())) {
                finish();
            } else {
                hold(new byte[0]);
            }
        } catch (IOException _) {
            connection.reset();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            connection.reset();
        }
    }

    private boolean open(Faults faults) {
        return !faults.drop() && !(delayed && faults.slow());
    }

    private void hold(byte[] bytes) throws InterruptedException {
        long arrival = System.nanoTime();
        room.acquire(bytes.length);
        waiting.incrementAndGet();
        queue.add(new Chunk(
                ByteBuffer.wrap(bytes), arrival, ThreadLocalRandom.current().nextDouble(-1, 1)));
        if (!writing) {
            writing = true;
            Thread.startVirtualThread(this::write);
        }
    }

    private void write() {
        try {
            var out = to.getOutputStream();
            for (Chunk chunk = queue.take(); ; chunk = queue.take()) {
                awaitDue(chunk);
                if (chunk.end()) {
                    finish();
                    return;
                }
                out.write(chunk.bytes().array());
                room.release(chunk.bytes().capacity());
                waiting.decrementAndGet();
            }
        } catch (IOException | InterruptedException _) {
            connection.reset();
        }
    }

    /** Looks again now and then, as the faults may have changed meanwhile. */
    private void awaitDue(Chunk chunk) throws InterruptedException {
        while (!connection.ended()) {
            Faults faults = control.now();
            long left = faults.drop() ? LOOK_NANOS : left(chunk, faults);
            if (left <= 0) {
                return;
            }
            Thread.sleep(java.time.Duration.ofNanos(Math.min(left, LOOK_NANOS)));
        }
    }

    private long left(Chunk chunk, Faults faults) {
        if (!delayed) {
            return 0;
        }
        double delay = faults.delay().toNanos() + chunk.luck() * faults.jitter().toNanos();
        return chunk.arrival() + (long) delay - System.nanoTime();
    }

    private void finish() throws IOException {
        to.shutdownOutput();
        connection.oneWayEnded();
    }
}
