package dev.shakeout.fks.api;

import dev.shakeout.fks.http.Caller;
import dev.shakeout.fks.json.Json;
import dev.shakeout.fks.order.Order;
import dev.shakeout.fks.order.OrderId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * Calls every neighbour before the first client comes: a cold JVM's first calls take longer than the timeouts allow.
 *
 * <p>A neighbour that is not there within the time allowed is left for later, so the gateway starts without it too.
 */
final class WarmUp {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int CALLS = 300;
    private static final String BODY = Order.of(new OrderId(1), Json.read("")).json();

    private final CountDownLatch left;

    private WarmUp(int neighbours) {
        left = new CountDownLatch(neighbours);
    }

    static WarmUp start(Caller caller, Balancer... neighbours) {
        WarmUp warmUp = new WarmUp(neighbours.length);
        for (Balancer neighbour : List.of(neighbours)) {
            Thread.ofVirtual().start(() -> warmUp.call(neighbour, caller));
        }
        return warmUp;
    }

    boolean done() {
        return left.getCount() == 0;
    }

    private void call(Balancer neighbour, Caller caller) {
        long endNanos = System.nanoTime() + PATIENCE.toNanos();
        int answered = 0;
        while (answered < CALLS && System.nanoTime() < endNanos) {
            try {
                caller.post(neighbour.next(Set.of()) + "/rehearsal", BODY, PATIENCE);
                answered++;
            } catch (IOException e) {
                pause();
            }
        }
        left.countDown();
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
