package dev.shakeout.fks.supervisor;

import java.time.Duration;

/** Gives a service as many replicas as its load needs: more at once, fewer only after some calm. */
final class Autoscaler {
    private static final Duration INTERVAL = Duration.ofMillis(500);
    private static final Duration CALM = Duration.ofSeconds(15);
    private static final double REQUESTS_PER_SECOND_AND_REPLICA = 80;

    private final Service service;
    private long busyAtNanos = System.nanoTime();

    Autoscaler(Service service) {
        this.service = service;
    }

    void start() {
        Thread.ofVirtual().name("autoscaler").start(() -> {
            try {
                while (true) {
                    Thread.sleep(INTERVAL);
                    scale(System.nanoTime());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void scale(long nowNanos) {
        int wanted = service.wanted();
        int needed = (int) Math.ceil(service.requestsPerSecond() / REQUESTS_PER_SECOND_AND_REPLICA);
        int right = Math.clamp(needed, service.base(), Math.max(service.base(), service.max()));
        if (right >= wanted) {
            busyAtNanos = nowNanos;
        }
        if (right > wanted) {
            service.resize(right);
        } else if (nowNanos - busyAtNanos > CALM.toNanos()) {
            busyAtNanos = nowNanos;
            service.resize(wanted - 1);
        }
    }
}
