package dev.shakeout.engine;

import dev.shakeout.model.Guard;
import dev.shakeout.model.Json;
import dev.shakeout.model.LoadWindow;
import dev.shakeout.model.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One probe as a guard sees it: an answer comes in bounded time, also when the probe hangs. */
final class Watched implements AutoCloseable {
    /** A continuous probe is judged on its last second. */
    private static final Duration WINDOW = Duration.ofSeconds(1);

    private final ProbeReader reader;
    private final Guard.Pace pace;
    private final InstantSource clock;
    private final Instant begun;
    private Optional<Pending> pending = Optional.empty();
    private Optional<Long> silentSince = Optional.empty();

    /** What one look at the probe brought. */
    sealed interface Sight {
        record Output(Json value, Duration took) implements Sight {}

        /** No reading, and why. */
        record Nothing(String why) implements Sight {}

        /** There cannot be a reading yet. */
        record TooEarly(String why) implements Sight {}
    }

    private record Pending(FutureTask<Sight> task, Thread thread, long start) {
        Duration age() {
            return Duration.ofNanos(System.nanoTime() - start);
        }

        boolean isOld(Duration timeout) {
            return age().compareTo(timeout) >= 0;
        }

        /** It was given up and has ended since: what it brought is of no use. */
        boolean isOver(Duration timeout) {
            return isOld(timeout) && task.isDone();
        }
    }

    Watched(ProbeReader reader, Guard.Pace pace, InstantSource clock) {
        this.reader = reader;
        this.pace = pace;
        this.clock = clock;
        this.begun = clock.instant();
    }

    /** Begins a reading, unless one that nothing could end is still on its way: hanging readings must not pile up. */
    void begin() {
        pending = pending.filter(reading -> !reading.isOver(pace.timeout()));
        if (pending.isEmpty()) {
            var task = new FutureTask<>(this::read);
            long start = System.nanoTime();
            pending = Optional.of(new Pending(task, Threads.start("reading", task), start));
        }
    }

    /** The whole time is allowed once; a probe that is known to hang is asked again each interval. */
    Sight await() throws InterruptedException {
        Pending reading = pending.orElseThrow();
        Duration left = pace.timeout().minus(reading.age());
        Duration patience = silentSince.isPresent() && pace.interval().compareTo(left) < 0 ? pace.interval() : left;
        try {
            Sight sight = reading.task().get(Math.max(0, patience.toNanos()), TimeUnit.NANOSECONDS);
            pending = Optional.empty();
            silentSince = Optional.empty();
            return sight;
        } catch (TimeoutException _) {
            long since = silentSince.orElse(reading.start());
            silentSince = Optional.of(since);
            if (reading.isOld(pace.timeout())) {
                reading.thread().interrupt(); // which closes the socket it waits for
            }
            return new Sight.Nothing("no answer for " + Span.words(Duration.ofNanos(System.nanoTime() - since)));
        } catch (ExecutionException e) {
            pending = Optional.empty();
            return new Sight.Nothing(String.valueOf(e.getCause()));
        }
    }

    private Sight read() throws InterruptedException {
        return switch (reader) {
            case ProbeReader.Once once -> {
                long start = System.nanoTime();
                try {
                    Json value = once.read();
                    yield new Sight.Output(value, Duration.ofNanos(System.nanoTime() - start));
                } catch (ProbeFailed | RuntimeException e) {
                    yield new Sight.Nothing(String.valueOf(e.getMessage()));
                }
            }
            case ProbeReader.Continuous continuous -> lastSecond(continuous);
        };
    }

    private Sight lastSecond(ProbeReader.Continuous continuous) {
        Instant now = clock.instant();
        LoadWindow window = continuous.window(now.minus(WINDOW), now);
        if (window.answered() == 0) {
            String words = "no answers in the last second";
            return now.isBefore(begun.plus(WINDOW)) ? new Sight.TooEarly(words) : new Sight.Nothing(words);
        }
        return new Sight.Output(Judge.output(window), Duration.ZERO);
    }

    /** Does not wait for a reading that takes long; what it brings is not looked at any more. */
    @Override
    public void close() {
        pending.ifPresent(reading -> reading.thread().interrupt());
    }
}
