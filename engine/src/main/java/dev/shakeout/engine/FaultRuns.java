package dev.shakeout.engine;

import dev.shakeout.model.Event;
import dev.shakeout.model.Injection;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Brings faults about, measures that they bite, takes them back, and measures that they are gone. */
final class FaultRuns {
    private final Injector injector;
    private final Bus bus;
    private final Proving proving;
    private final Stop stop;
    private final Measuring measuring;
    private final Map<String, On> on = new LinkedHashMap<>();
    /** Whose changes calls of providers make; they stay beyond the method. */
    private final Map<String, On> foreseen = new LinkedHashMap<>();
    /** By the injection's id. */
    private final Map<String, Effect> effects;

    private volatile Newcomers.Admission admission = _ -> Optional.of("nothing can join this run");

    /** An injection whose steps have begun and that is not taken back yet. */
    private record On(Injection injection, Reading before, Optional<Reading> measured, Following following) {
        On with(Reading reading) {
            return new On(injection, before, Optional.of(reading), following);
        }
    }

    /** @param stop asked when a fault is no longer what was planned: then nothing can be learnt any more */
    FaultRuns(Injector injector, Planned planned, Bus bus, Stop stop, Proving proving) {
        this.injector = injector;
        this.effects = new ConcurrentHashMap<>(planned.effects());
        this.bus = bus;
        this.stop = stop;
        this.measuring = new Measuring(bus);
        this.proving = proving;
    }

    /** @param admission by which injections may join that were not planned */
    void admit(Newcomers.Admission admission) {
        this.admission = admission;
    }

    Newcomers.Admission admission() {
        return admission;
    }

    /** One that was not planned. */
    void join(Injection injection, Effect effect) {
        effects.put(injection.id(), effect);
    }

    Effect effect(Injection injection) {
        Effect effect = effects.get(injection.id());
        if (effect == null) {
            throw new IllegalStateException("injection " + injection.id() + " was neither planned nor has it joined");
        }
        return effect;
    }

    /**
     * Injects, and waits until the effect can be measured or its patience is over.
     *
     * @throws Injector.StepFailed what was done is taken back by {@link #takeBack} or {@link #takeBackAll}
     */
    void inject(Injection injection) throws IOException, Injector.StepFailed, InterruptedException {
        Effect effect = effect(injection);
        proving.awaitPicture();
        Reading before = prepared(injection, effect);
        On begun = begun(injection, before);
        synchronized (on) {
            on.put(injection.id(), begun);
        }
        bus.emit(new Event.Injecting(bus.now(), injection, before));
        injector.inject(injection, effect.momentary() ? _ -> {} : why -> lost(injection, why));
        Instant injected = bus.now();
        bus.emit(new Event.Injected(injected, injection, injection.duration().map(injected::plus)));
        Reading reading = measuring.untilItBites(effect, before, begun.following()::saw);
        synchronized (on) {
            on.computeIfPresent(injection.id(), (_, mine) -> mine.with(reading));
        }
        bus.emit(new Event.EffectMeasured(bus.now(), injection, reading, Measuring.bites(effect, before, reading)));
        begun.following().begin();
    }

    private On begun(Injection injection, Reading before) {
        return new On(injection, before, Optional.empty(), new Following(injection, effect(injection), bus, before));
    }

    /**
     * Writes down how these are taken back, before a call makes the change; once for each.
     *
     * @throws IOException the ledger could not be written; the call must not be made
     */
    void foresee(List<Injection> injections) throws IOException, InterruptedException {
        proving.awaitPicture();
        for (Injection injection : injections) {
            Reading before = Measuring.read(effect(injection));
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            synchronized (foreseen) {
                if (foreseen.putIfAbsent(injection.id(), begun(injection, before)) != null) {
                    continue;
                }
                injector.note(injection);
            }
            bus.emit(new Event.Injecting(bus.now(), injection, before));
        }
    }

    /**
     * The call has been made.
     *
     * @param measured whether to wait until the effect can be measured or its patience is over
     */
    void happened(List<Injection> injections, boolean measured) throws InterruptedException {
        for (Injection injection : injections) {
            On mine;
            synchronized (foreseen) {
                mine = foreseen.get(injection.id());
            }
            if (mine == null || mine.measured().isPresent()) {
                continue;
            }
            bus.emit(new Event.Injected(bus.now(), injection, Optional.empty()));
            Effect effect = effect(injection);
            if (measured && !effect.momentary()) {
                Reading reading = measuring.untilItBites(effect, mine.before(), mine.following()::saw);
                synchronized (foreseen) {
                    foreseen.put(injection.id(), mine.with(reading));
                }
                bus.emit(new Event.EffectMeasured(
                        bus.now(), injection, reading, Measuring.bites(effect, mine.before(), reading)));
            }
        }
    }

    /**
     * When the file's rollbacks are over: takes back what they leave of changes that calls have made.
     *
     * @param stays they stay, as whoever wrote the file expects
     */
    void settle(boolean stays) {
        List<On> left;
        synchronized (foreseen) {
            left = List.copyOf(foreseen.values()).reversed();
            foreseen.clear();
        }
        if (stays) {
            try {
                injector.leave(left.stream().map(On::injection).toList());
            } catch (IOException e) {
                left.forEach(mine -> notTakenBack(mine, List.of("shakeout recover"), String.valueOf(e)));
            }
        } else {
            takeBackOn(left);
        }
    }

    /** What can be got ready without any effect is begun before the effect is read, so that the fault comes sooner. */
    private Reading prepared(Injection injection, Effect effect) throws IOException, InterruptedException {
        try {
            injector.prepare(injection);
            Reading before = Measuring.read(effect);
            if (Thread.interrupted()) { // which may have spoilt the reading
                throw new InterruptedException();
            }
            return before;
        } catch (IOException | InterruptedException | RuntimeException e) {
            injector.takeBack(injection);
            throw e;
        }
    }

    /** What is left of it may be worse than what was asked for: a redirect to a proxy that is gone cuts a service off. */
    private void lost(Injection injection, String why) {
        stop.ask(
                Verdict.INCONCLUSIVE,
                injection.fault() + " on " + injection.target() + " did not last: " + why
                        + " before it was to be taken back");
    }

    /** From here on nothing is injected, whichever thread is about to. */
    void close() {
        injector.close();
    }

    /** Takes injections back together; those never begun, or taken back already, are left alone. */
    void takeBack(List<Injection> injections) {
        List<On> mine;
        synchronized (on) {
            mine = injections.reversed().stream()
                    .flatMap(injection -> Optional.ofNullable(on.remove(injection.id())).stream())
                    .toList();
        }
        takeBackOn(mine);
    }

    /** Takes everything back, the newest injection first. */
    void takeBackAll() {
        List<On> left;
        synchronized (on) {
            left = List.copyOf(on.values()).reversed();
            on.clear();
        }
        takeBackOn(left);
    }

    /** All inverses come first, so that none waits for what is measured afterwards. */
    private void takeBackOn(List<On> newestFirst) {
        if (!newestFirst.isEmpty()) {
            undo(newestFirst).forEach(this::measure);
        }
    }

    private record Undone(On on, Instant at, Duration took) {}

    /** Those whose inverses have succeeded; the others are told at once. */
    private List<Undone> undo(List<On> newestFirst) {
        newestFirst.forEach(mine -> mine.following().end());
        long begun = System.nanoTime();
        Map<String, Undo.Outcome> outcomes;
        try {
            outcomes = injector.takeBack(newestFirst.stream().map(On::injection).toList());
        } catch (IOException | RuntimeException e) {
            newestFirst.forEach(mine -> notTakenBack(mine, List.of("shakeout recover"), String.valueOf(e)));
            return List.of();
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        Instant at = bus.now();
        var undone = new ArrayList<Undone>();
        for (On mine : newestFirst) {
            var outcome = outcomes.getOrDefault(mine.injection().id(), Undo.Outcome.NOTHING_LEFT);
            if (outcome.complete()) {
                undone.add(new Undone(mine, at, took));
            } else {
                notTakenBack(mine, outcome.commands(), outcome.why());
            }
        }
        return undone;
    }

    private void notTakenBack(On mine, List<String> commands, String why) {
        bus.emit(new Event.NotTakenBack(bus.now(), mine.injection(), commands, why));
        conclude(effect(mine.injection()));
    }

    private void measure(Undone undone) {
        Injection injection = undone.on().injection();
        Effect effect = effect(injection);
        Reading reading;
        Optional<Boolean> gone = Optional.empty();
        if (effect.momentary()) { // nothing is to be gone, and its measurement may have ended with the undo
            reading = undone.on().measured().orElseGet(() -> Measuring.read(effect));
        } else {
            Measuring.After after = measuring.untilGone(effect, undone.on().before(), undone.at());
            reading = after.reading();
            gone = Optional.of(after.gone());
        }
        bus.emit(new Event.TakenBack(undone.at(), injection, reading, gone, undone.took()));
        conclude(effect);
    }

    /** What keeps an effect from saying it keeps nothing else from being taken back. */
    private void conclude(Effect effect) {
        Optional<Effect.Outcome> outcome;
        try {
            outcome = effect.outcome();
        } catch (RuntimeException e) {
            outcome = Optional.of(new Effect.Outcome(
                    Verdict.FAILED, "what came of '" + effect.what() + "' could not be told: " + e.getMessage()));
        }
        outcome.ifPresent(known -> bus.emit(new Event.Concluded(bus.now(), known.verdict(), known.words())));
    }
}
