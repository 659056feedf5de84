package dev.shakeout.report;

import dev.shakeout.model.Journal;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Phase;
import dev.shakeout.model.Plan;
import dev.shakeout.model.Recovery;
import dev.shakeout.model.Span;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The one line that says what a run found; see {@link Words#summary}. */
final class Summary {
    private static final int MOST_CLAUSES = 3;
    private static final int LONGEST_NAME = 80;

    private Summary() {}

    static String of(Journal journal) {
        return switch (journal.verdict()) {
            case PASSED -> held(journal) + faults(journal) + recovered(journal);
            case DEVIATED -> broke(journal) + faults(journal) + recovered(journal);
            case UNSAFE -> leftover(journal);
            case NOT_READY -> broke(journal) + " before any fault; nothing was injected";
            case HALTED, INCONCLUSIVE, ABORTED, FAILED, REFUSED -> withoutStop(Words.reason(journal)) + faults(journal);
        };
    }

    /** The probe whose numbers stand for the run: the first continuous one that the hypothesis names, else any. */
    static Optional<String> mainProbe(Journal journal) {
        return Stream.concat(
                        Tolerances.probes(journal).stream(),
                        journal.load().keySet().stream().sorted())
                .filter(probe -> LoadPhases.of(journal, probe).seen())
                .findFirst();
    }

    private static String held(Journal journal) {
        return mainProbe(journal)
                .map(probe -> Plain.shortened(Plain.line(probe), LONGEST_NAME) + stayed(journal, probe))
                .or(() -> journal.hypothesis().map(h -> "“" + h + "” held"))
                .orElse("the method ran to its end");
    }

    /** " stayed under 200 ms (p95 12 → 14 → 13 ms)", by the percentile that is limited. */
    private static String stayed(Journal journal, String probe) {
        var phases = LoadPhases.of(journal, probe);
        var limits = Limits.of(journal, probe);
        double percentile = limits.flatMap(Limits::main)
                .filter(main -> phases.each(s -> s.at(main)).stream()
                        .anyMatch(value -> value.flatMap(v -> v).isPresent()))
                .orElse(95.0);
        var values = phases.each(s -> s.at(percentile)).stream()
                .map(value -> value.flatMap(v -> v))
                .toList();
        String numbers = " (" + Tolerances.percentile(percentile) + " " + Words.change(values) + ")";
        var limit = limits.map(l -> l.percentiles().get(percentile));
        boolean over = limit.isPresent()
                && values.stream().flatMap(Optional::stream).anyMatch(v -> v.compareTo(limit.get()) > 0);
        return limit.map(l -> (over ? " came back under " : " stayed under ") + Span.words(l))
                        .or(() -> limits.flatMap(Limits::errors).map((Percent e) -> " stayed under " + e + " errors"))
                        .orElse(" held")
                + numbers;
    }

    private static String broke(Journal journal) {
        return Stream.of(Phase.values())
                .flatMap(phase -> Tolerances.probes(journal).stream().map(probe -> Check.of(journal, probe, phase)))
                .filter(check -> check.outcome() == Check.Outcome.NOT_MET)
                .findFirst()
                .map(check -> Plain.shortened(Plain.line(check.probe()), LONGEST_NAME) + " was not within its limits "
                        + check.phase().word() + (check.words().isBlank() ? "" : " (" + check.words() + ")"))
                .orElseGet(() -> withoutStop(Words.reason(journal)));
    }

    private static String leftover(Journal journal) {
        var left = journal.injections().stream()
                .filter(i -> !i.leftovers().isEmpty())
                .toList();
        if (left.isEmpty()) {
            return withoutStop(Words.reason(journal));
        }
        var first = left.getFirst();
        return first.fault() + " on " + first.target() + " is still there"
                + (left.size() > 1 ? " and " + (left.size() - 1) + " more" : "") + "; clear it with: "
                + String.join("; ", first.leftovers());
    }

    /** " while 1 of 2 fks_auth was killed"; empty when nothing was injected. */
    private static String faults(Journal journal) {
        var byActivity = journal.injections().stream()
                .filter(i -> i.injected().isPresent())
                .collect(Collectors.groupingBy(Journal.Injected::activity, LinkedHashMap::new, Collectors.toList()));
        var clauses = byActivity.values().stream()
                .map(injections -> happened(journal, injections))
                .distinct()
                .toList();
        if (clauses.size() > MOST_CLAUSES) {
            return " while " + clauses.getFirst() + " and " + (clauses.size() - 1) + " more faults were on";
        }
        return clauses.isEmpty() ? "" : " while " + String.join(" and ", clauses);
    }

    static String happened(Journal journal, List<Journal.Injected> injections) {
        var first = injections.getFirst();
        var names = injections.stream()
                .map(i -> name(i.target()))
                .distinct()
                .sorted()
                .toList();
        boolean many = injections.size() > 1;
        String who = names.size() <= 2 ? String.join(" and ", names) : injections.size() + " targets";
        var radius = journal.radii().stream()
                .filter(r -> r.activity().equals(first.activity()))
                .filter(r -> r.found() > 1 && names.size() == 1)
                .findFirst();
        return radius.map(Summary::share).orElse("") + who + " "
                + FaultWords.happened(Plain.shortened(Plain.line(first.fault()), LONGEST_NAME), many);
    }

    private static String share(Plan.BlastRadius radius) {
        return radius.chosen() + " of " + radius.found() + " ";
    }

    /** A target as written in a journal, without its kind and its pid. */
    static String name(String target) {
        String name = target.replaceFirst("^(process|host|container|pod|node|jvm|link|service) ", "")
                .replaceFirst(" \\(pid \\d+\\)$", "");
        return Plain.shortened(Plain.line(name), LONGEST_NAME);
    }

    private static String recovered(Journal journal) {
        var hit = journal.recoveries().stream()
                .filter(r -> r.timeToDetect().isPresent())
                .toList();
        if (hit.isEmpty()) {
            return "";
        }
        if (hit.stream().anyMatch(r -> r.timeToRecover().isEmpty())) {
            return "; had not recovered when the run ended";
        }
        return slowest(journal)
                .map(t -> t.isZero() ? "; recovered while the fault was still on" : "; recovered in " + Span.words(t))
                .orElse("");
    }

    /** The longest time to recover of those that left their limits. */
    static Optional<Duration> slowest(Journal journal) {
        return journal.recoveries().stream()
                .filter(r -> r.timeToDetect().isPresent())
                .map(Recovery::timeToRecover)
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder());
    }

    private static String withoutStop(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
