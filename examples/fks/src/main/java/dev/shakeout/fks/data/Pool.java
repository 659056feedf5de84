package dev.shakeout.fks.data;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.shakeout.fks.http.Reply;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What the connection pool looks like, and whether it is stable: no one waits long, and nothing leaks. */
final class Pool {
    /** Waiting for or working on a connection longer than this is exhaustion or a leak; a page of ids takes 50 ms. */
    private static final Duration LEASE_MAX = Duration.ofSeconds(2);

    private final HikariDataSource connections;
    private final AtomicLong nextLease = new AtomicLong();
    private final Map<Long, Long> leasesSinceNanos = new ConcurrentHashMap<>();

    Pool(HikariDataSource connections) {
        this.connections = connections;
    }

    /** Held from before a connection is asked for until it is given back. */
    Lease lease() {
        long number = nextLease.incrementAndGet();
        leasesSinceNanos.put(number, System.nanoTime());
        return () -> leasesSinceNanos.remove(number);
    }

    int active() {
        return bean().getActiveConnections();
    }

    int idle() {
        return bean().getIdleConnections();
    }

    int pending() {
        return bean().getThreadsAwaitingConnection();
    }

    boolean stable() {
        long now = System.nanoTime();
        return leasesSinceNanos.values().stream().noneMatch(since -> now - since > LEASE_MAX.toNanos());
    }

    Reply reply() {
        return Reply.json(
                200,
                "active",
                active(),
                "idle",
                idle(),
                "total",
                bean().getTotalConnections(),
                "pending",
                pending(),
                "max",
                connections.getMaximumPoolSize(),
                "stable",
                stable());
    }

    private HikariPoolMXBean bean() {
        return connections.getHikariPoolMXBean();
    }

    /** One use of a connection. */
    interface Lease extends AutoCloseable {
        @Override
        void close();
    }
}
