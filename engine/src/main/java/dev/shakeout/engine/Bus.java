package dev.shakeout.engine;

import dev.shakeout.model.Event;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Hands events to every listener, one at a time. A listener that throws is dropped: it must not stop an undo. */
final class Bus {
    private final Clock clock;
    private final List<RunListener> listeners;

    Bus(Clock clock, List<RunListener> listeners) {
        this.clock = clock;
        this.listeners = new java.util.ArrayList<>(listeners);
    }

    Instant now() {
        return clock.instant();
    }

    synchronized void emit(Event event) {
        listeners.removeIf(listener -> {
            try {
                listener.on(event);
                return false;
            } catch (RuntimeException e) {
                System.err.println("shakeout: a listener failed and is told no more: " + e);
                return true;
            }
        });
    }
}
