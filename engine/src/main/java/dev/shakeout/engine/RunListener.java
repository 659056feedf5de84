package dev.shakeout.engine;

import dev.shakeout.model.Event;

/** Told of everything that happens in a run, in order, from one thread at a time. */
@FunctionalInterface
public interface RunListener {
    void on(Event event);
}
