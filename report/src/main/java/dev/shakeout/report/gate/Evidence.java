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
        List<Finding> findings) {
    private static final String SERVICE = "service";
    /** The label of a run that was narrowed: what fewer targets have shown says nothing of all of them. */
    public static final String AT_MOST = "at-most";

    public Evidence {
        about = Set.copyOf(about);
        labels = Map.copyOf(labels);
        findings = List.copyOf(findings);
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
                journal.findings());
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

    boolean passedIdly() {
        return verdict == Verdict.PASSED && !tried;
    }
}
