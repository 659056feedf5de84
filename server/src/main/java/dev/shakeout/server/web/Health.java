package dev.shakeout.server.web;

import dev.shakeout.model.Json;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Whether this server lives, and whether it is one to send requests to: for what stands before servers, which has no token. So
 * that nobody keeps the database busy by it, it is asked once a second, however often somebody wants to know.
 */
final class Health {
    static final String LIVE = "/health/live";
    static final String READY = "/health/ready";

    private static final Duration FRESH = Duration.ofSeconds(1);

    /** How long the database may take to answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Runnable database;
    private final BooleanSupplier ending;
    private final LongSupplier nanoTime;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile Look last;

    /** @param asked by {@link System#nanoTime} */
    private record Look(boolean good, long asked) {}

    /**
     * @param database asks it something; throws when it is not to be had
     * @param ending whether the server is about to end
     */
    Health(Runnable database, BooleanSupplier ending, LongSupplier nanoTime) {
        this.database = database;
        this.ending = ending;
        this.nanoTime = nanoTime;
        this.last = new Look(true, nanoTime.getAsLong()); // it was opened just now
    }

    static Reply.Body live() {
        return new Reply.Body(
                200, Map.of(), "application/json", Json.object("status", "ok").compact());
    }

    /** Why no requests should come here; empty when they may. */
    Optional<Refusal> notReady() {
        if (ending.getAsBoolean()) {
            return Optional.of(Refusal.ending("this server is about to end; ask another one"));
        }
        return hasDatabase()
                ? Optional.empty()
                : Optional.of(Refusal.notReady("this server cannot reach its database; ask another one"));
    }

    private boolean hasDatabase() {
        long now = nanoTime.getAsLong();
        if (now - last.asked() < FRESH.toNanos()) {
            return last.good();
        }
        if (asking.tryLock()) {
            try {
                last = new Look(answers(), now);
                return last.good();
            } finally {
                asking.unlock();
            }
        }
        return last.good() && now - last.asked() < FRESH.plus(PATIENCE).toNanos(); // somebody else is waiting for it
    }

    private boolean answers() {
        try {
            database.run();
            return true;
        } catch (RuntimeException _) {
            return false;
        }
    }
}
