package dev.shakeout.fks.api;

import dev.shakeout.fks.http.Metrics;
import dev.shakeout.fks.http.Reply;
import dev.shakeout.fks.order.Order;

/** The way to fks_execution: guarded, or (the weakness) not. */
sealed interface Execution permits GuardedExecution, UnguardedExecution {
    /** Whether the order is known to be executed; if not, it may be tried again, for an order is executed once only. */
    boolean execute(Order order);

    /** The circuit breaker as {@code GET /breaker} shows it. */
    Reply breaker();

    void measure(Metrics metrics);
}
