package dev.shakeout.engine;

import dev.shakeout.model.Event;
import dev.shakeout.model.Injection;
import dev.shakeout.model.Reading;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Brings faults about, measures that they bite, takes them back, and measures that they are gone. */
final class FaultRuns {
    private static final Duration AGAIN = Duration.ofMillis(50);
    private static final Reading UNREADABLE = new Reading(Double.NaN, "", "could not be measured");

    private final Injector injector;
    private final Planned planned;
    private final Bus bus;
    private final Map<String, On> on = new LinkedHashMap<>();

    /** An injection whose steps have begun and that is not taken back yet. */
    private record On(Injection injection, Reading before) {}

    FaultRuns(Injector injector, Planned planned, Bus bus) {
        this.injector = injector;
        this.planned = planned;
        this.bus = bus;
    }

    /**
     * Injects, and waits until the effect can be measured or its patience is over.
     *
     * @throws Injector.StepFailed what was done is taken back by {@link #takeBack} or {@link #takeBackAll}
     */
    void inject(Injection injection) throws IOException, Injector.StepFailed, InterruptedException {
        Effect effect = planned.effect(injection);
        Reading before = read(effect);
        synchronized (on) {
            on.put(injection.id(), new On(injection, before));
        }
        bus.emit(new Event.Injecting(bus.now(), injection, before));
        injector.inject(injection);
        Instant injected = bus.now();
        bus.emit(new Event.Injected(injected, injection, injection.duration().map(injected::plus)));
        Instant deadline = injected.plus(effect.patience());
        Reading reading = read(effect);
        while (!bites(effect, before, reading) && bus.now().isBefore(deadline)) {
            Thread.sleep(AGAIN);
            reading = read(effect);
        }
        bus.emit(new Event.EffectMeasured(bus.now(), injection, reading, bites(effect, before, reading)));
    }

    /** Takes one injection back; one that was never begun, or is taken back already, is left alone. */
    void takeBack(Injection injection) {
        Optional<On> mine;
        synchronized (on) {
            mine = Optional.ofNullable(on.remove(injection.id()));
        }
        mine.ifPresent(this::undo);
    }

    /** Takes everything back, the newest injection first. */
    void takeBackAll() {
        List<On> left;
        synchronized (on) {
            left = List.copyOf(on.values()).reversed();
            on.clear();
        }
        left.forEach(this::undo);
    }

    /** On a thread of its own: a stop interrupts the method's threads, and may do so while one of them takes back. */
    private void undo(On mine) {
        var undo = new FutureTask<Void>(() -> undoNow(mine), null);
        Thread.startVirtualThread(undo);
        boolean interrupted = false;
        while (!undo.isDone()) {
            try {
                undo.get();
            } catch (InterruptedException _) {
                interrupted = true; // an undo is finished whoever is impatient
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void undoNow(On mine) {
        Injection injection = mine.injection();
        long begun = System.nanoTime();
        try {
            var outcome = injector.takeBack(injection);
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            if (!outcome.complete()) {
                bus.emit(new Event.NotTakenBack(bus.now(), injection, outcome.commands(), outcome.why()));
                return;
            }
            Instant over = bus.now();
            Effect effect = planned.effect(injection);
            Reading after = effect.momentary() ? read(effect) : untilGone(effect, mine.before());
            boolean gone = effect.momentary() || gone(effect, mine.before(), after);
            bus.emit(new Event.TakenBack(over, injection, after, gone, took));
        } catch (IOException e) {
            bus.emit(new Event.NotTakenBack(
                    bus.now(), injection, List.of("shakeout recover"), String.valueOf(e.getMessage())));
        }
    }

    private Reading untilGone(Effect effect, Reading before) {
        Instant deadline = bus.now().plus(effect.patience());
        boolean interrupted = false;
        Reading after = read(effect);
        while (!gone(effect, before, after) && bus.now().isBefore(deadline)) {
            try {
                Thread.sleep(AGAIN);
            } catch (InterruptedException _) {
                interrupted = true; // an undo is finished whoever is impatient
            }
            after = read(effect);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return after;
    }

    private static Reading read(Effect effect) {
        try {
            return effect.read();
        } catch (IOException | RuntimeException e) {
            return new Reading(Double.NaN, "", UNREADABLE.words() + ": " + e.getMessage());
        }
    }

    /** A fault whose effect could not be read is not said to bite. */
    private static boolean bites(Effect effect, Reading before, Reading now) {
        return readable(before) && readable(now) && effect.bites(before, now);
    }

    private static boolean gone(Effect effect, Reading before, Reading now) {
        return readable(before) && readable(now) && effect.gone(before, now);
    }

    private static boolean readable(Reading reading) {
        return !Double.isNaN(reading.value());
    }
}
