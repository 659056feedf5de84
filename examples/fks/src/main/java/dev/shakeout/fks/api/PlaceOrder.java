package dev.shakeout.fks.api;

import dev.shakeout.fks.http.Reply;
import dev.shakeout.fks.http.Request;
import dev.shakeout.fks.order.IdLog;
import dev.shakeout.fks.order.Order;
import dev.shakeout.fks.order.OrderIds;
import java.io.IOException;
import java.time.Duration;

/**
 * {@code POST /orders}: checked, executed, stored; and what cannot be done now is promised and done later.
 *
 * <p>201 says that the order is executed and stored, 202 that it is safe in the outbox. Either is a promise, kept in
 * the list of acknowledged orders that {@link Audit} holds against reality.
 */
final class PlaceOrder {
    /** What a client may be kept waiting, less some room for the outbox's own write. */
    private static final Duration PATIENCE = Duration.ofMillis(160);

    private static final Duration STORE_TIMEOUT_MAX = Duration.ofMillis(100);
    private static final Duration STORE_TIMEOUT_MIN = Duration.ofMillis(40);

    private final OrderIds ids;
    private final AuthClient auth;
    private final Execution execution;
    private final DataClient data;
    private final Outbox outbox;
    private final IdLog acknowledged;

    PlaceOrder(OrderIds ids, AuthClient auth, Execution execution, DataClient data, Outbox outbox, IdLog acknowledged) {
        this.ids = ids;
        this.auth = auth;
        this.execution = execution;
        this.data = data;
        this.outbox = outbox;
        this.acknowledged = acknowledged;
    }

    Reply place(Request request) throws IOException {
        long startedNanos = System.nanoTime();
        Order order = Order.of(ids.next(), request.json());
        try {
            auth.check();
        } catch (IOException e) {
            return Reply.error(503, "fks_auth: " + e.getMessage());
        }
        boolean executed = execution.execute(order);
        boolean stored = executed && data.store(order, storeTimeout(startedNanos));
        if (!stored) {
            outbox.add(new Parcel(order, executed));
        }
        acknowledged.add(order.id());
        return Reply.json(stored ? 201 : 202, "id", order.id(), "status", stored ? "executed" : "queued");
    }

    private static Duration storeTimeout(long startedNanos) {
        Duration left = PATIENCE.minusNanos(System.nanoTime() - startedNanos);
        if (left.compareTo(STORE_TIMEOUT_MIN) < 0) {
            return STORE_TIMEOUT_MIN;
        }
        return left.compareTo(STORE_TIMEOUT_MAX) > 0 ? STORE_TIMEOUT_MAX : left;
    }
}
