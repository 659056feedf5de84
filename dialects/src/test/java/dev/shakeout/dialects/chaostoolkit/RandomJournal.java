package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.RandomJson;
import dev.shakeout.model.Finding;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Judgement;
import dev.shakeout.model.LoadWindow;
import dev.shakeout.model.Phase;
import dev.shakeout.model.Plan;
import dev.shakeout.model.Proof;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Recovery;
import dev.shakeout.model.Rules;
import dev.shakeout.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/** Journals of every shape, from a seed; the steady states stand in the order in which they are checked. */
final class RandomJournal {
    private final Random random;

    RandomJournal(Random random) {
        this.random = random;
    }

    Journal next() {
        return next(Verdict.values()[random.nextInt(Verdict.values().length)]);
    }

    Journal next(Verdict verdict) {
        Instant start = instant();
        return new Journal(
                text(),
                text(),
                map(this::text),
                map(this::text),
                RandomJson.object(random, 3),
                text(),
                text(),
                maybe(this::text),
                random.nextLong(),
                start,
                start.plus(span()),
                Rules.values()[random.nextInt(Rules.values().length)],
                verdict,
                new Journal.Toolkit(text(), random.nextBoolean()),
                list(this::text),
                steadyStates(),
                list(this::ran),
                list(this::ran),
                list(this::injected),
                list(() -> new Plan.BlastRadius(
                        text(),
                        text(),
                        random.nextInt(),
                        random.nextInt(),
                        list(() -> new Plan.Service(text(), text(), random.nextInt(), random.nextInt())),
                        list(() -> new Plan.Spared(text(), text())))),
                map(() -> list(this::window)),
                list(() ->
                        new Journal.Guarded(text(), random.nextInt(), random.nextInt(), maybe(this::instant), text())),
                list(() -> new Recovery(text(), text(), instant(), instant(), maybe(this::span), maybe(this::span))),
                list(() -> new Finding(text(), text(), text(), instant(), list(this::text), list(this::text))),
                maybe(() -> new Proof(random.nextInt(), list(this::residue), list(this::text))),
                maybe(this::text));
    }

    private List<Journal.SteadyState> steadyStates() {
        var states = new ArrayList<Journal.SteadyState>();
        maybe(() -> state(Phase.BEFORE)).ifPresent(states::add);
        states.addAll(list(() -> state(Phase.DURING)));
        maybe(() -> state(Phase.AFTER)).ifPresent(states::add);
        return states;
    }

    private Journal.SteadyState state(Phase phase) {
        return new Journal.SteadyState(phase, instant(), random.nextBoolean(), random.nextBoolean(), list(this::ran));
    }

    private Journal.Ran ran() {
        Optional<String> error = maybe(this::text);
        Optional<String> status = maybe(() -> random.nextBoolean() ? "succeeded" : "failed");
        return new Journal.Ran(
                text(),
                RandomJson.object(random, 3),
                instant(),
                span(),
                status,
                RandomJson.value(random, 3),
                error,
                maybe(() -> new Judgement(random.nextBoolean(), random.nextBoolean(), text())),
                error.isPresent() && status.isPresent() ? list(this::text) : List.of()); // cut short: no trace
    }

    private Journal.Injected injected() {
        return new Journal.Injected(
                text(),
                text(),
                text(),
                text(),
                text(),
                list(this::text),
                list(this::text),
                list(this::text),
                text(),
                maybe(this::reading),
                maybe(this::reading),
                maybe(this::reading),
                maybe(this::instant),
                maybe(this::instant),
                maybe(this::span),
                maybe(random::nextBoolean),
                maybe(random::nextBoolean),
                list(this::text),
                list(() -> new Journal.Injected.Stage(instant(), text())));
    }

    private Proof.Residue residue() {
        return new Proof.Residue(text(), maybe(this::text));
    }

    private Reading reading() {
        double value = random.nextInt(5) == 0 ? Double.NaN : random.nextGaussian() * Math.pow(10, random.nextInt(9));
        return new Reading(value, text(), text());
    }

    private LoadWindow window() {
        return new LoadWindow(
                instant(), instant(), random.nextInt(9999), random.nextInt(9), span(), span(), span(), span());
    }

    private String text() {
        return RandomJson.text(random);
    }

    private Instant instant() {
        long nanos = random.nextBoolean() ? random.nextInt(1_000_000) * 1000L : random.nextInt(1_000_000_000);
        return Instant.ofEpochSecond(random.nextInt(), nanos);
    }

    private Duration span() {
        return switch (random.nextInt(4)) {
            case 0 -> Duration.ZERO;
            case 1 -> Duration.ofSeconds(random.nextInt(100) * 10L);
            case 2 -> Duration.ofMillis(random.nextInt(100_000));
            default -> Duration.ofNanos(random.nextInt());
        };
    }

    private <T> Optional<T> maybe(Supplier<T> value) {
        return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
    }

    private <T> List<T> list(Supplier<T> value) {
        var items = new ArrayList<T>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            items.add(value.get());
        }
        return items;
    }

    private <T> Map<String, T> map(Supplier<T> value) {
        var map = new LinkedHashMap<String, T>();
        list(this::text).forEach(key -> map.put(key, value.get()));
        return map;
    }
}
