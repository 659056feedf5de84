package dev.shakeout.probes.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Connections to one origin that are kept for the next request, the last used first. Never waits for one: when none is
 * free, a new one is made.
 */
public final class ConnectionPool implements AutoCloseable {
    /** Servers keep an idle connection for a second at least; an end that comes sooner is not for idleness. */
    private static final long IDLE_NANOS = 1_000_000_000;

    private final Origin origin;
    private final int mostIdle;
    private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();
    private final AtomicInteger idleCount = new AtomicInteger();
    private volatile boolean closed;

    public ConnectionPool(Origin origin, int mostIdle) {
        this.origin = origin;
        this.mostIdle = mostIdle;
    }

    /**
     * Sends on a kept connection or a new one. A kept one that the server has closed meanwhile is passed over; when its
     * goodbye crossed the request on the way, the request is sent once more on a new connection. Any other lost
     * connection is the caller's to count.
     */
    public Answer send(Request request, OutputStream body) throws IOException {
        var kept = take();
        if (kept.isPresent()) {
            Connection connection = kept.get();
            boolean mayHaveBeenDropped = connection.idleNanos() >= IDLE_NANOS;
            try {
                return send(connection, request, body);
            } catch (Unanswered e) {
                if (!mayHaveBeenDropped || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
            }
        }
        return send(Connection.open(origin), request, body);
    }

    /** Makes a connection beforehand and keeps it. */
    public void prepare() throws IOException {
        give(Connection.open(origin));
    }

    private Answer send(Connection connection, Request request, OutputStream body) throws IOException {
        boolean keep = false;
        try {
            Answer answer = connection.exchange(request, body);
            keep = answer.reusable();
            return answer;
        } finally {
            if (keep) {
                give(connection);
            } else {
                connection.close();
            }
        }
    }

    private Optional<Connection> take() {
        for (Connection c = idle.pollFirst(); c != null; c = idle.pollFirst()) {
            idleCount.decrementAndGet();
            if (c.quiet()) {
                return Optional.of(c);
            }
            c.close();
        }
        return Optional.empty();
    }

    private void give(Connection connection) {
        if (idleCount.incrementAndGet() > mostIdle) {
            idleCount.decrementAndGet();
            connection.close();
            return;
        }
        idle.addFirst(connection);
        if (closed) {
            close();
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Connection c = idle.pollFirst(); c != null; c = idle.pollFirst()) {
            idleCount.decrementAndGet();
            c.close();
        }
    }
}
