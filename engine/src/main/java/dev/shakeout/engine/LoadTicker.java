package dev.shakeout.engine;

import dev.shakeout.model.Event;
import dev.shakeout.model.Experiment;
import java.time.Duration;
import java.time.Instant;

/** Starts the continuous probes and tells several times a second what they saw in the last one. */
final class LoadTicker implements AutoCloseable {
    private static final Duration EVERY = Duration.ofMillis(250);
    private static final Duration WINDOW = Duration.ofSeconds(1);

    private final Thread thread;

    private LoadTicker(Thread thread) {
        this.thread = thread;
    }

    static LoadTicker start(Readers readers, Experiment experiment, Bus bus) {
        readers.start(experiment);
        return new LoadTicker(Thread.ofPlatform().daemon().name("load ticker").start(() -> tick(readers, bus)));
    }

    private static void tick(Readers readers, Bus bus) {
        Instant started = bus.now();
        try {
            while (true) {
                Thread.sleep(EVERY);
                Instant now = bus.now();
                Instant from = now.minus(WINDOW);
                readers.continuous()
                        .forEach((name, reader) -> bus.emit(new Event.LoadMeasured(
                                now, name, reader.window(from.isBefore(started) ? started : from, now))));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the run is over
        }
    }

    @Override
    public void close() {
        Threads.end(thread);
    }
}
