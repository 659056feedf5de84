package dev.shakeout.engine;

import dev.shakeout.model.Event;
import dev.shakeout.model.Mask;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;

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
        others.forEach(listener -> listener.events.add(shown));
    }

    /** Waits until every listener has been told everything. */
    @Override
    public void close() {
        others.forEach(Listening::await);
    }

    private static final class Listening {
        private final RunListener listener;
        private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
        private final Thread thread;

        Listening(RunListener listener) {
            this.listener = listener;
            this.thread = Thread.ofVirtual().name("listener").start(this::tell);
        }

        private void tell() {
            try {
                Event event;
                do {
                    event = events.take();
                    listener.on(event);
                } while (!(event instanceof Event.RunEnded));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException | Error e) {
                System.err.println("shakeout: a listener failed and is told no more: " + e);
            }
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
