package dev.shakeout.report.gate;

import dev.shakeout.model.ActivityRun;
import dev.shakeout.model.Finding;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Json;
import dev.shakeout.model.Plan;
import dev.shakeout.model.Verdict;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one run says to a gate.
 *
 * @param source where its journal is, for a person
 * @param experiment its title
 * @param about services that it is about: those that its faults hit, and its tags
 * @param labels what whoever started it said of it
 * @param why the verdict is what it is, in one sentence
 * @param explained whether all for which it deviated stands in its findings
 * @param accepted those findings that somebody has accepted, ever
 * @param tried whether something was done to the system, to all that the experiment chooses, and something was watched meanwhile
 */
public record Evidence(
        String source,
        String experiment,
        Verdict verdict,
        String why,
        boolean tried,
        Instant start,
        Instant end,
        Set<String> about,
        Map<String, String> labels,
        List<Finding> findings,
        boolean explained,
        Map<Finding, Acceptance> accepted) {
    private static final String SERVICE = "service";
    /** The label of a run that was narrowed: what fewer targets have shown says nothing of all of them. */
    public static final String AT_MOST = "at-most";

    public Evidence {
        about = Set.copyOf(about);
        labels = Map.copyOf(labels);
        findings = List.copyOf(findings);
        accepted = Map.copyOf(accepted);
    }

    /** Of whose findings nobody has accepted any. */
    public Evidence(
            String source,
            String experiment,
            Verdict verdict,
            String why,
            boolean tried,
            Instant start,
            Instant end,
            Set<String> about,
            Map<String, String> labels,
            List<Finding> findings) {
        this(source, experiment, verdict, why, tried, start, end, about, labels, findings, false, Map.of());
    }

    public static Evidence of(String source, Journal journal) {
        return new Evidence(
                source,
                journal.title(),
                journal.verdict(),
                journal.reasons().stream().findFirst().orElse(journal.meaning()),
                acted(journal) && watched(journal) && !journal.labels().containsKey(AT_MOST),
                journal.start(),
                journal.end(),
                about(journal),
                journal.labels(),
                journal.findings(),
                explained(journal),
                Map.of());
    }

    private static boolean explained(Journal journal) {
        return journal.reasons().stream()
                .allMatch(reason -> journal.findings().stream()
                        .anyMatch(finding -> reason.startsWith("'" + finding.where() + "'")));
    }

    /** A fault, or an action that brought one about in a way of its own. */
    private static boolean acted(Journal journal) {
        return journal.injections().stream().anyMatch(each -> each.injected().isPresent())
                || journal.run().stream()
                        .anyMatch(each -> each.activity().get("type").equals(Optional.of(Json.of("action")))
                                && each.status().equals(Optional.of(ActivityRun.Status.SUCCEEDED.word())));
    }

    private static boolean watched(Journal journal) {
        return journal.steadyStates().stream().anyMatch(state -> !state.probes().isEmpty())
                || journal.run().stream().anyMatch(each -> each.judgement().isPresent())
                || journal.guards().stream().anyMatch(guard -> guard.readings() > 0);
    }

    /** A tag may be the service itself or say so: service:fks_api. A service of a cluster is known with and without namespace. */
    private static Set<String> about(Journal journal) {
        var about = new HashSet<String>();
        if (journal.experiment().get("tags").orElse(Json.Null.NULL) instanceof Json.Arr(var tags)) {
            tags.stream()
                    .map(Json::text)
                    .map(tag -> tag.startsWith(SERVICE + ":") ? tag.substring(SERVICE.length() + 1) : tag)
                    .forEach(about::add);
        }
        if (journal.labels().containsKey(SERVICE)) {
            about.add(journal.labels().get(SERVICE));
        }
        for (Plan.BlastRadius radius : journal.radii()) {
            for (Plan.Service service : radius.services()) {
                about.add(service.name());
                about.add(service.name().substring(service.name().indexOf('/') + 1));
            }
        }
        return about;
    }

    /** Whether it answers a question, in time or not. */
    boolean answers(Question question) {
        return question.service().stream().allMatch(about::contains)
                && says("environment", question.environment())
                && says("version", question.version());
    }

    private boolean says(String label, Optional<String> wanted) {
        return wanted.stream().allMatch(value -> value.equals(labels.get(label)));
    }

    /**
     * Whether it showed anything, for or against: a person who stopped it, and a rule that kept it from beginning, say nothing
     * about the system, and neither does a run that passed because it tried nothing.
     */
    boolean tellsSomething() {
        return switch (verdict) {
            case ABORTED, REFUSED -> false;
            case PASSED -> !passedIdly();
            case DEVIATED, INCONCLUSIVE, NOT_READY, HALTED, FAILED, UNSAFE -> true;
        };
    }

    /** What is accepted at that moment, of what it found. */
    Optional<Acceptance> accepted(Finding finding, Instant now) {
        return Optional.ofNullable(accepted.get(finding))
                .filter(acceptance -> acceptance.until().isAfter(now));
    }

    /** It deviated for nothing but what is accepted. */
    boolean deviatedAsAccepted(Instant now) {
        return verdict == Verdict.DEVIATED
                && tried
                && explained
                && !findings.isEmpty()
                && findings.stream().allMatch(finding -> accepted(finding, now).isPresent());
    }

    boolean passedIdly() {
        return verdict == Verdict.PASSED && !tried;
    }
}
