package dev.shakeout.report.review;

import dev.shakeout.model.Journal;
import dev.shakeout.model.Plan;
import dev.shakeout.model.Recovery;
import dev.shakeout.model.Verdict;
import dev.shakeout.report.review.Review.Recoveries;
import dev.shakeout.report.review.Review.Times;
import dev.shakeout.report.review.Review.Weakness;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Adds up what runs have shown, one after another: of no journal more is kept than its numbers. */
public final class ReviewTally {
    private final EnumMap<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
    private final Map<Key, Found> found =
            new TreeMap<>(Comparator.comparing(Key::experiment).thenComparing(Key::service));
    private int without;
    private int unread;

    private record Key(String experiment, String service) {}

    private static final class Found {
        private final List<Duration> times = new ArrayList<>();
        private int lasting;
    }

    /** A run, by how it ended. */
    public void add(Optional<Verdict> verdict) {
        verdict.ifPresentOrElse(word -> verdicts.merge(word, 1, Integer::sum), () -> without++);
    }

    /** The recoveries of a run; that it ended is added by itself. */
    public void recoveries(Journal journal) {
        journal.recoveries().stream()
                .filter(recovery -> recovery.timeToDetect().isPresent())
                .forEach(recovery -> add(journal, recovery));
    }

    /** A run whose journal is there and cannot be read. */
    public void unread() {
        unread++;
    }

    private void add(Journal journal, Recovery recovery) {
        Found there = found.computeIfAbsent(new Key(journal.title(), service(journal, recovery)), _ -> new Found());
        recovery.timeToRecover().ifPresentOrElse(there.times::add, () -> there.lasting++);
    }

    /** That which the fault hit, where it is one; else the probe that noticed. */
    private static String service(Journal journal, Recovery recovery) {
        return journal.injections().stream()
                .filter(injected -> injected.id().equals(recovery.injection()))
                .flatMap(injected -> journal.radii().stream()
                        .filter(radius -> radius.activity().equals(injected.activity())))
                .findFirst()
                .map(Plan.BlastRadius::services)
                .filter(services -> services.size() == 1)
                .map(services -> services.getFirst().name())
                .orElse(recovery.probe());
    }

    public Review review(
            LocalDate from, LocalDate to, Optional<String> environment, List<Weakness> opened, List<Weakness> closed) {
        List<Recoveries> recoveries = found.entrySet().stream()
                .map(entry -> recoveries(entry.getKey(), entry.getValue()))
                .toList();
        return new Review(from, to, environment, verdicts, without, unread, recoveries, opened, closed);
    }

    private static Recoveries recoveries(Key key, Found found) {
        int all = found.times.size() + found.lasting;
        return new Recoveries(key.experiment(), key.service(), all, found.lasting, times(found.times));
    }

    private static Optional<Times> times(List<Duration> unsorted) {
        if (unsorted.isEmpty()) {
            return Optional.empty();
        }
        var times = new ArrayList<>(unsorted);
        Collections.sort(times);
        return Optional.of(new Times(rank(times, 50), rank(times, 95), times.getLast()));
    }

    private static Duration rank(List<Duration> sorted, int percent) {
        return sorted.get((sorted.size() * percent + 99) / 100 - 1);
    }
}
