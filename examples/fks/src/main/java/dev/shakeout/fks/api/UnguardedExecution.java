package dev.shakeout.fks.api;

import dev.shakeout.fks.http.Metrics;
import dev.shakeout.fks.http.Reply;
import dev.shakeout.fks.order.Order;
import java.io.IOException;
import java.time.Duration;

/** The weakness "circuit-breaker": waits as long as it takes, for every order. */
final class UnguardedExecution implements Execution {
    private static final Duration AS_GOOD_AS_FOR_EVER = Duration.ofMinutes(10);

    private final ExecutionClient client;

    UnguardedExecution(ExecutionClient client) {
        this.client = client;
    }

    @Override
    public boolean execute(Order order) {
        try {
            client.execute(order, AS_GOOD_AS_FOR_EVER);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public Reply breaker() {
        return Reply.json(200, "state", "DISABLED", "opened", 0);
    }

    @Override
    public void measure(Metrics metrics) {
        metrics.counter("fks_circuit_breaker_opened_total", () -> 0);
    }
}
