package dev.shakeout.engine;

import dev.shakeout.model.Event;
import dev.shakeout.model.Mask;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Hands events to every listener in order: to the journal at once, to each of the others on a thread of its own, so that
 * one that is slow, stuck on a full pipe, or broken never holds up an undo. None of them sees a secret.
 */
final class Bus implements AutoCloseable {
    /** How long the listeners are waited for once the run is over. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Clock clock;
    private final Veil veil;
    private final RunListener journal;
    private final List<Listening> others = new ArrayList<>();
    private boolean over;

    Bus(Clock clock, Mask mask, RunListener journal, List<RunListener> others) {
        this.clock = clock;
        this.veil = new Veil(mask);
        this.journal = journal;
        others.forEach(listener -> this.others.add(new Listening(listener)));
    }

    Instant now() {
        return clock.instant();
    }

    /** Nothing is told after {@link Event.RunEnded}: what comes late belongs to no run. */
    synchronized void emit(Event event) {
        if (over) {
            return;
        }
        over = event instanceof Event.RunEnded;
        Event shown = veil.over(event);
        journal.on(shown);
        others.forEach(listener -> listener.add(shown));
    }

    /** Waits until every listener has been told everything. */
    @Override
    public void close() {
        others.forEach(Listening::await);
    }

    /** Of events in quick succession only the first wakes the listener: to wake a thread takes longer than to tell it. */
    private static final class Listening {
        private static final long NAP_NANOS = 5_000_000;

        private final RunListener listener;
        private final ConcurrentLinkedQueue<Event> events = new ConcurrentLinkedQueue<>();
        private final Thread thread;
        private volatile boolean asleep;

        Listening(RunListener listener) {
            this.listener = listener;
            this.thread = Thread.ofPlatform().daemon().name("listener").start(this::tell);
        }

        void add(Event event) {
            events.add(event);
            if (asleep || event instanceof Event.RunEnded) {
                LockSupport.unpark(thread);
            }
        }

        private void tell() {
            try {
                boolean more = true;
                while (more && !Thread.interrupted()) {
                    Event event = events.poll();
                    if (event == null) {
                        awaitEvent();
                    } else {
                        listener.on(event);
                        more = !(event instanceof Event.RunEnded);
                    }
                }
            } catch (RuntimeException | Error e) {
                System.err.println("shakeout: a listener failed and is told no more: " + e);
            }
        }

        private void awaitEvent() {
            LockSupport.parkNanos(this, NAP_NANOS);
            asleep = true;
            if (events.isEmpty()) {
                LockSupport.park(this);
            }
            asleep = false;
        }

        void await() {
            try {
                if (!thread.join(PATIENCE)) {
                    System.err.println("shakeout: a listener did not keep up and is told no more");
                    thread.interrupt();
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
