package dev.shakeout.engine;

import dev.shakeout.model.ActivityRun;
import dev.shakeout.model.ActivityRun.Status;
import dev.shakeout.model.Event;
import dev.shakeout.model.Finding;
import dev.shakeout.model.Injection;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Phase;
import dev.shakeout.model.Plan;
import dev.shakeout.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a run's events amount to: the verdict, its reasons, and the weaknesses they expose. */
final class Conclusions {
    private final List<Reason> reasons = new ArrayList<>();
    private final List<Weakness> weaknesses = new ArrayList<>();
    private final Map<String, String> on = new LinkedHashMap<>();
    private final LinkedHashSet<String> everOn = new LinkedHashSet<>();
    private Optional<Instant> began = Optional.empty();
    private Optional<Plan> plan = Optional.empty();

    private record Reason(Verdict verdict, String words) {}

    /** Something that missed its limits under or after faults. */
    private record Weakness(String where, String when, String numbers, Instant moment, List<String> faults) {
        boolean isSameAs(Weakness other) {
            return where.equals(other.where) && when.equals(other.when) && faults.equals(other.faults);
        }
    }

    void on(Event event) {
        switch (event) {
            case Event.RunStarted e -> {
                began = Optional.of(e.at());
                plan = Optional.of(e.plan());
            }
            case Event.ProbeChecked e -> checked(e);
            case Event.ActivityEnded e -> ended(e);
            case Event.RollbackEnded e -> {
                if (!e.run().status().equals(Optional.of(Status.SUCCEEDED))) {
                    conclude(
                            Verdict.FAILED,
                            "rollback '" + e.run().activity().name() + "' failed: "
                                    + e.run().error().orElse("no reason given"));
                }
            }
            case Event.Injected e -> {
                if (plan.filter(p -> p.isMade(e.injection())).isPresent()) {
                    break; // no fault
                }
                String words = e.injection().fault() + " on " + e.injection().target();
                on.put(e.injection().id(), words);
                everOn.add(words);
            }
            case Event.EffectMeasured e -> {
                if (!e.bites()) {
                    conclude(
                            Verdict.INCONCLUSIVE,
                            name(e.injection()) + " had no measurable effect: "
                                    + e.reading().words());
                }
            }
            case Event.TakenBack e -> {
                on.remove(e.injection().id());
                if (!e.gone().orElse(true)) {
                    conclude(
                            Verdict.UNSAFE,
                            name(e.injection()) + " was taken back, but "
                                    + (Double.isNaN(e.after().value())
                                            ? "whether its effect is gone could not be told: "
                                            : "its effect is still there: ")
                                    + e.after().words());
                }
            }
            case Event.NotTakenBack e ->
                conclude(
                        Verdict.UNSAFE,
                        name(e.injection()) + " could not be taken back (" + e.why() + "); run: "
                                + String.join(" ; ", e.commands()));
            case Event.HostCompared e ->
                e.proof().residue().forEach(left -> conclude(Verdict.UNSAFE, "left behind: " + left));
            case Event.GuardTripped e -> {
                conclude(Verdict.HALTED, "guard '" + e.guard() + "': " + e.words());
                exposes("guard " + e.guard(), "while faults were on", e.words(), e.at());
            }
            case Event.Interrupted e -> conclude(Verdict.ABORTED, e.by());
            case Event.Concluded e -> conclude(e.verdict(), e.reason());
            case Event.PhaseStarted _,
                    Event.ActivitySkipped _,
                    Event.SteadyStateJudged _,
                    Event.ActivityStarted _,
                    Event.TargetAppeared _,
                    Event.Injecting _,
                    Event.StageReached _,
                    Event.LoadMeasured _,
                    Event.GuardRead _,
                    Event.GuardBreached _,
                    Event.RecoveryMeasured _,
                    Event.RunEnded _ -> {}
        }
    }

    private void checked(Event.ProbeChecked e) {
        if (e.run().fine()) {
            return;
        }
        String name = e.run().activity().name();
        String words = numbers(e.run());
        boolean enough = e.run().judgement().map(j -> j.enough()).orElse(true);
        if (!enough) {
            conclude(Verdict.INCONCLUSIVE, "'" + name + "' " + e.phase().word() + ": " + words);
        } else if (e.phase() == Phase.BEFORE) {
            conclude(Verdict.NOT_READY, "'" + name + "': " + words);
        } else {
            String when = e.phase() == Phase.DURING ? "while faults were on" : "after the faults";
            if (exposes(name, when, words, e.run().start())) {
                conclude(Verdict.DEVIATED, "'" + name + "' " + when + ": " + words);
            }
        }
    }

    private void ended(Event.ActivityEnded e) {
        String name = e.run().activity().name();
        boolean judged = e.run().judgement().isPresent();
        boolean enough = e.run().judgement().map(j -> j.enough()).orElse(true);
        if (!enough) {
            conclude(Verdict.INCONCLUSIVE, "'" + name + "': " + numbers(e.run()));
        } else if (judged && !e.run().fine()) {
            conclude(Verdict.DEVIATED, "'" + name + "': " + numbers(e.run()));
            exposes(name, "during the method", numbers(e.run()), e.run().start());
        } else if (!judged && e.run().status().equals(Optional.of(Status.FAILED))) {
            conclude(Verdict.FAILED, "'" + name + "' failed: " + e.run().error().orElse("no reason given"));
        }
    }

    /** @return false when it is known already: a probe that is read again and again exposes a weakness once */
    private boolean exposes(String where, String when, String numbers, Instant moment) {
        var weakness = new Weakness(where, when, numbers, moment, faults());
        boolean isNew = weaknesses.stream().noneMatch(weakness::isSameAs);
        if (isNew) {
            weaknesses.add(weakness);
        }
        return isNew;
    }

    private List<String> faults() {
        return List.copyOf(on.isEmpty() ? everOn : on.values());
    }

    private static String numbers(ActivityRun run) {
        return run.judgement().map(j -> j.words()).or(run::error).orElse("no result");
    }

    private static String name(Injection injection) {
        return injection.fault() + " on " + injection.target();
    }

    private void conclude(Verdict verdict, String words) {
        var reason = new Reason(verdict, words);
        if (!reasons.contains(reason)) {
            reasons.add(reason);
        }
    }

    Verdict verdict() {
        return reasons.stream().map(Reason::verdict).reduce(Verdict.PASSED, Verdict::and);
    }

    /** The reasons for the verdict first, then what else was wrong. */
    List<String> reasons() {
        Verdict verdict = verdict();
        return Stream.concat(
                        reasons.stream().filter(reason -> reason.verdict() == verdict),
                        reasons.stream().filter(reason -> reason.verdict() != verdict))
                .map(Reason::words)
                .toList();
    }

    List<Finding> findings(List<Journal.Injected> injected) {
        return weaknesses.stream().map(weakness -> finding(weakness, injected)).toList();
    }

    private Finding finding(Weakness weakness, List<Journal.Injected> injected) {
        String faults = weakness.faults().isEmpty() ? "the method" : String.join(" and ", weakness.faults());
        Duration into = Duration.between(began.orElse(weakness.moment()), weakness.moment());
        var runbook = new ArrayList<String>();
        runbook.add("Symptom: " + weakness.where() + " misses its limits (" + weakness.numbers() + ").");
        runbook.add("Seen when: " + faults + ".");
        injected.stream()
                .flatMap(i -> i.on().stream())
                .findFirst()
                .ifPresent(reading -> runbook.add("Measured fault: " + reading.words() + "."));
        return new Finding(
                "'" + weakness.where() + "' does not hold " + weakness.when(),
                weakness.where(),
                weakness.numbers() + ", judged from " + dev.shakeout.model.Span.words(into) + " into the run ("
                        + weakness.moment() + ")",
                weakness.moment(),
                weakness.faults(),
                runbook);
    }
}
