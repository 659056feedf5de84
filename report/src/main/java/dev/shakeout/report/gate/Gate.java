package dev.shakeout.report.gate;

import dev.shakeout.model.Finding;
import dev.shakeout.model.Span;
import dev.shakeout.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Answers from what runs have shown. Of each experiment the last run counts that shows anything: if it passed and is not too
 * old, it speaks for going on; an earlier one that passed does not outweigh a later one that did not. Without any run the
 * gate is closed, as nothing is known.
 */
public final class Gate {
    private Gate() {}

    /** @param runs all that is on record, in any order */
    public static Answer ask(Question question, Collection<Evidence> runs) {
        var last = new LinkedHashMap<String, Evidence>();
        runs.stream()
                .filter(run -> run.answers(question) && run.tellsSomething())
                .sorted(Comparator.comparing(Evidence::end))
                .forEach(run -> last.put(run.experiment(), run));
        var reasons = new ArrayList<Reason>();
        last.values().forEach(run -> reasons.addAll(judge(run, question)));
        for (String title : question.required()) {
            if (last.keySet().stream().noneMatch(glob(title).asMatchPredicate())) {
                reasons.add(new Reason(
                        Reason.Kind.NO_RUN,
                        "'" + title + "' is required, and no run of it for " + question.subject() + " is on record"
                                + idle(question, runs, glob(title).asMatchPredicate()),
                        Optional.empty()));
            }
        }
        if (last.isEmpty() && question.required().isEmpty()) {
            reasons.add(new Reason(Reason.Kind.NO_RUN, nothing(question, runs), Optional.empty()));
        }
        reasons.sort(Comparator.comparing(reason -> !reason.kind().closes()));
        return new Answer(question, reasons);
    }

    /** What is there instead, as a label that was left out is a usual reason. */
    private static String nothing(Question question, Collection<Evidence> runs) {
        String idle = idle(question, runs, _ -> true);
        String none = "no run for " + question.subject() + " is on record" + idle;
        if (runs.isEmpty() || !idle.isEmpty()) {
            return none;
        }
        long ofService = runs.stream()
                .filter(run -> question.service().stream().allMatch(run.about()::contains))
                .count();
        return none + " (of " + runs.size() + (runs.size() == 1 ? " run " : " runs ") + ofService
                + (ofService == 1 ? " is" : " are") + " about this service; run with --environment, or --label"
                + " environment=NAME, and --label version=VERSION, so that a run says what it was for)";
    }

    /** A run that passed, and yet does not count, must not look as if it had been overlooked. */
    private static String idle(Question question, Collection<Evidence> runs, Predicate<String> title) {
        return runs.stream()
                .filter(run -> run.answers(question) && title.test(run.experiment()) && run.passedIdly())
                .findFirst()
                .map(run -> " but one that shows nothing: '" + run.experiment() + "' passed " + why(run))
                .orElse("");
    }

    private static String why(Evidence idle) {
        String most = idle.labels().get(Evidence.AT_MOST);
        return most == null
                ? "without doing anything to the system, or without watching it meanwhile"
                : "when it was narrowed to at most " + most + " of its targets";
    }

    private static List<Reason> judge(Evidence run, Question question) {
        String what = "'" + run.experiment() + "'";
        String when = ago(run.end(), question.now());
        var source = Optional.of(run.source());
        boolean accepted = run.deviatedAsAccepted(question.now());
        if (run.verdict() != Verdict.PASSED && !accepted) {
            var reasons = new ArrayList<Reason>();
            reasons.add(new Reason(
                    Reason.Kind.NOT_PASSED,
                    what + " ended " + run.verdict().word() + " " + when + ": " + run.why(),
                    source));
            reasons.addAll(findings(run, question.now()));
            return reasons;
        }
        String ended = accepted ? " deviated as accepted " : " passed ";
        if (run.end().isBefore(question.now().minus(question.maxAge()))) {
            return List.of(new Reason(
                    Reason.Kind.STALE,
                    what + ended + when + ", which is longer than " + span(question.maxAge()) + " ago",
                    source));
        }
        var reasons = new ArrayList<>(findings(run, question.now()));
        if (!accepted) {
            reasons.add(new Reason(Reason.Kind.PASSED, what + ended + when, source));
        }
        return reasons;
    }

    private static List<Reason> findings(Evidence run, Instant now) {
        return run.findings().stream()
                .map(finding -> run.accepted(finding, now)
                        .map(acceptance -> new Reason(
                                Reason.Kind.ACCEPTED,
                                words(finding) + " is accepted until " + acceptance.until() + ": "
                                        + acceptance.reason(),
                                Optional.of(run.source())))
                        .orElseGet(() -> new Reason(Reason.Kind.FINDING, words(finding), Optional.of(run.source()))))
                .collect(Collectors.toList());
    }

    private static String words(Finding finding) {
        return finding.title() + " (" + finding.where() + ": " + finding.evidence() + ")";
    }

    /** "3 days ago". */
    public static String ago(Instant then, Instant now) {
        Duration age = Duration.between(then, now);
        return age.compareTo(Duration.ofMinutes(1)) < 0 ? "just now" : span(age) + " ago";
    }

    private static String span(Duration age) {
        if (age.toDays() >= 2) {
            return age.toDays() + " days";
        }
        return age.toHours() >= 2 ? age.toHours() + " hours" : Span.words(age.truncatedTo(ChronoUnit.SECONDS));
    }

    private static Pattern glob(String title) {
        String literal =
                Arrays.stream(title.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return Pattern.compile(literal, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }
}
