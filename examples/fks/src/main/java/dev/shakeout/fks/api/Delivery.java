package dev.shakeout.fks.api;

import dev.shakeout.fks.order.Order;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes orders from the outbox to where they should have gone, again and again until they are there. */
final class Delivery {
    private static final int AT_ONCE = 4;
    /** So many failures end a round; more than one, or a single bad order would hold up all others. */
    private static final int FAILURES_MAX = 20;

    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration STORE_TIMEOUT = Duration.ofSeconds(1);

    private final Outbox outbox;
    private final Execution execution;
    private final DataClient data;
    private final Semaphore slots = new Semaphore(AT_ONCE);

    Delivery(Outbox outbox, Execution execution, DataClient data) {
        this.outbox = outbox;
        this.execution = execution;
        this.data = data;
    }

    void start() {
        Thread.ofVirtual().name("delivery").start(() -> {
            try {
                while (true) {
                    round();
                    Thread.sleep(PAUSE);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Tries each waiting order once, or fewer when it is no use; waits for all tries, so that no order is under way twice. */
    private void round() throws InterruptedException {
        AtomicInteger failures = new AtomicInteger();
        for (Parcel parcel : outbox.all()) {
            slots.acquire();
            if (failures.get() >= FAILURES_MAX) {
                slots.release();
                break;
            }
            Thread.ofVirtual().start(() -> {
                try {
                    if (!deliver(parcel)) {
                        failures.incrementAndGet();
                    }
                } catch (IOException e) {
                    System.err.println("fks_api: delivers " + parcel.order().id() + " later: " + e);
                } finally {
                    slots.release();
                }
            });
        }
        slots.acquire(AT_ONCE);
        slots.release(AT_ONCE);
    }

    private boolean deliver(Parcel parcel) throws IOException {
        Order order = parcel.order();
        if (!parcel.executed()) {
            if (!execution.execute(order)) {
                return false;
            }
            outbox.executed(parcel);
        }
        if (!data.store(order, STORE_TIMEOUT)) {
            return false;
        }
        outbox.remove(order.id());
        return true;
    }
}
