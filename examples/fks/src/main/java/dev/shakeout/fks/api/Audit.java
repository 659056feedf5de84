package dev.shakeout.fks.api;

import dev.shakeout.fks.http.Reply;
import dev.shakeout.fks.order.IdLog;
import dev.shakeout.fks.order.IdSet;
import dev.shakeout.fks.order.OrderId;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/**
 * {@code GET /audit}: is every order that a client was promised really somewhere?
 *
 * <p>The order of the three looks makes it right under load. Promises first: whatever comes later is not judged. Then
 * the outbox, then fks_data: an order only ever moves from the former to the latter, so none can slip by between.
 */
record Audit(IdLog acknowledged, Outbox outbox, DataClient data) {
    /** fks_data may be restarting, which takes about two seconds. */
    private static final int TRIES = 15;

    private static final Duration PAUSE = Duration.ofMillis(200);

    Reply audit() {
        IdSet promised = acknowledged.snapshot();
        IdSet queued = outbox.ids();
        IdSet stored;
        try {
            stored = storedIds();
        } catch (IOException e) {
            return Reply.error(503, "fks_data cannot be asked: " + e.getMessage());
        }
        LongAdder missing = new LongAdder();
        promised.forEach(value -> {
            OrderId id = new OrderId(value);
            if (!queued.contains(id) && !stored.contains(id)) {
                missing.increment();
            }
        });
        return Reply.json(
                200,
                "acknowledged",
                promised.size(),
                "stored",
                stored.size(),
                "queued",
                queued.size(),
                "missing",
                missing.sum());
    }

    private IdSet storedIds() throws IOException {
        IOException failure = new IOException("not asked");
        for (int i = 0; i < TRIES; i++) {
            try {
                return data.ids();
            } catch (IOException e) {
                failure = e;
                pause();
            }
        }
        throw failure;
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("stopped during the audit").initCause(e);
        }
    }
}
