package dev.shakeout.probes.load;

import dev.shakeout.probes.wire.Answer;
import dev.shakeout.probes.wire.ConnectionPool;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends requests at a constant rate whatever becomes of them. Each runs on a virtual thread of its own, so a slow answer
 * delays no other request, and its time counts from when it was due, so a late start hides nothing (no coordinated
 * omission).
 *
 * <p>Two threads drive it: the pacer starts what is due; the watch gives up what has no answer in time.
 */
final class OpenLoop implements AutoCloseable {
    /** How much later than its limit a request may be given up; the latency it counts with is the limit. */
    private static final long WATCH_NANOS = 20_000_000;

    private final Aim aim;
    private final Schedule schedule;
    private final Outcomes outcomes;
    private final ConnectionPool pool;
    private final ConcurrentLinkedQueue<Attempt> started = new ConcurrentLinkedQueue<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Thread pacer;
    private final Thread watch;
    private volatile boolean closed;

    OpenLoop(Aim aim, Schedule schedule, Outcomes outcomes, ConnectionPool pool) {
        this.aim = aim;
        this.schedule = schedule;
        this.outcomes = outcomes;
        this.pool = pool;
        this.pacer = Thread.ofPlatform().daemon().name("load " + aim.origin()).unstarted(this::pace);
        this.watch = Thread.ofPlatform().daemon().name("load limit").unstarted(this::watch);
    }

    void start() {
        pacer.start();
        watch.start();
    }

    private void pace() {
        for (long number = 0; sleepUntil(schedule.dueNanos(number)); number++) {
            long due = schedule.dueNanos(number);
            if (System.nanoTime() - due > limitNanos()) {
                continue; // this process itself stood still: no outcome is better than a false one
            }
            if (inFlight.get() >= aim.mostInFlight()) {
                unanswered(number);
                continue;
            }
            var attempt = new Attempt(number, due, this::send);
            inFlight.incrementAndGet();
            started.add(attempt);
            attempt.start();
        }
    }

    private void send(Attempt attempt) {
        try {
            Answer answer = pool.send(aim.request(), OutputStream.nullOutputStream());
            long nanos = System.nanoTime() - attempt.dueNanos;
            if (nanos <= limitNanos() && attempt.decide()) {
                outcomes.record(attempt.number, nanos / 1000, answer.status() >= aim.errorsFrom());
            }
        } catch (IOException _) {
            // counted below
        } finally {
            fail(attempt);
            inFlight.decrementAndGet();
        }
    }

    private void watch() {
        while (!closed) {
            for (Attempt oldest = started.peek(); oldest != null && isOver(oldest); oldest = started.peek()) {
                started.remove();
            }
            LockSupport.parkNanos(this, WATCH_NANOS);
        }
    }

    /** Requests end up here in the order they were due, so the first that may still be answered ends the search. */
    private boolean isOver(Attempt attempt) {
        if (attempt.decided()) {
            return true;
        }
        if (System.nanoTime() - attempt.dueNanos < limitNanos()) {
            return false;
        }
        if (fail(attempt)) {
            attempt.giveUp();
        }
        return true;
    }

    private boolean fail(Attempt attempt) {
        boolean first = !closed && attempt.decide();
        if (first) {
            unanswered(attempt.number);
        }
        return first;
    }

    /**
     * A request that got no answer counts as slow as the limit, even when it was refused at once: otherwise a dead
     * server would show the best latency of all.
     */
    private void unanswered(long number) {
        outcomes.record(number, limitNanos() / 1000, true);
    }

    private long limitNanos() {
        return aim.limit().toNanos();
    }

    /**
     * Without spinning at the end: measured, it won nothing over the few µs by which a sleeper wakes late.
     *
     * @return false when this loop was closed
     */
    private boolean sleepUntil(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0 && !closed; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
        return !closed;
    }

    /** Gives up what is under way, without an outcome. Returns within a second, whatever the server does. */
    @Override
    public void close() {
        closed = true;
        long patience = System.nanoTime() + 500_000_000;
        while ((pacer.isAlive() || watch.isAlive()) && System.nanoTime() < patience) {
            LockSupport.unpark(pacer);
            LockSupport.unpark(watch);
            LockSupport.parkNanos(100_000);
        }
        started.forEach(Attempt::giveUp);
        pool.close();
        while (inFlight.get() > 0 && System.nanoTime() < patience) {
            LockSupport.parkNanos(1_000_000);
        }
    }
}
