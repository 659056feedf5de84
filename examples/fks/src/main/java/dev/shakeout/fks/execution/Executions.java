package dev.shakeout.fks.execution;

import dev.shakeout.fks.order.IdLog;
import dev.shakeout.fks.order.Order;
import dev.shakeout.fks.order.OrderId;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/** Executes each order once, over restarts too. */
final class Executions {
    private static final int FASTEST_MILLIS = 5;
    private static final int SLOWEST_MILLIS = 15;

    private final IdLog done;
    private final RandomGenerator random;
    private final Map<OrderId, ReentrantLock> underWay = new ConcurrentHashMap<>();
    private final LongAdder repeated = new LongAdder();

    Executions(IdLog done, RandomGenerator random) {
        this.done = done;
        this.random = random;
    }

    void execute(Order order) throws IOException {
        // The caller's second try may come while its first is still at work.
        ReentrantLock lock = underWay.computeIfAbsent(order.id(), _ -> new ReentrantLock());
        lock.lock();
        try {
            if (done.contains(order.id())) {
                repeated.increment();
                return;
            }
            trade();
            done.add(order.id());
        } finally {
            lock.unlock();
            underWay.remove(order.id(), lock);
        }
    }

    int executed() {
        return done.size();
    }

    long repeated() {
        return repeated.sum();
    }

    private void trade() throws IOException {
        try {
            Thread.sleep(Duration.ofMillis(random.nextInt(FASTEST_MILLIS, SLOWEST_MILLIS + 1)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("stopped before the order was executed").initCause(e);
        }
    }
}
