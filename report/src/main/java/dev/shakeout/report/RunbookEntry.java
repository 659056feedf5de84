package dev.shakeout.report;

import dev.shakeout.model.Finding;
import dev.shakeout.model.Recovery;
import dev.shakeout.model.Span;
import java.util.List;
import java.util.Optional;

/**
 * A draft of what the one on call should find in the runbook when this weakness shows again.
 *
 * @param mitigate what ends the pain, most harmless first
 * @param verify the command that proves the fix
 */
public record RunbookEntry(
        String title,
        String symptom,
        String cause,
        List<String> check,
        List<String> mitigate,
        String verify,
        String owner) {
    public static final String NO_OWNER = "to be filled in";

    public static RunbookEntry of(Finding finding, Entry entry) {
        return new RunbookEntry(
                Plain.line(finding.title()),
                Plain.line(finding.where() + ": " + finding.evidence()),
                cause(finding),
                checks(finding, entry),
                finding.runbook().isEmpty()
                        ? advice(finding)
                        : finding.runbook().stream().map(Plain::line).toList(),
                entry.verify(),
                NO_OWNER);
    }

    private static String cause(Finding finding) {
        return finding.faults().isEmpty()
                ? "Not known; no fault was on at that moment. Look for what else changed then."
                : "The system does not bear this: " + Plain.line(String.join("; ", finding.faults())) + ".";
    }

    private static List<String> checks(Finding finding, Entry entry) {
        var looked = "Read " + Plain.line(finding.where()) + " now and compare it with the evidence above.";
        var suspect = finding.faults().isEmpty()
                ? "Look at what changed at " + Words.clock(finding.moment()) + "."
                : "See whether the same is happening by itself: "
                        + Plain.line(finding.faults().getFirst()) + ".";
        return usual(entry).map(time -> List.of(looked, suspect, time)).orElse(List.of(looked, suspect));
    }

    private static Optional<String> usual(Entry entry) {
        var recoveries = entry.journal().recoveries();
        boolean never = recoveries.stream().map(Recovery::timeToRecover).anyMatch(Optional::isEmpty);
        return never
                ? Optional.of("Do not wait: in the drill it had not come back by itself when the run ended.")
                : Summary.slowest(entry.journal())
                        .filter(time -> !time.isZero())
                        .map(time -> "Wait no longer than it took in the drill: it was back " + Span.words(time)
                                + " after the fault was over.");
    }

    /** What usually helps, by the kind of fault that exposed the weakness; for a finding that brings no steps. */
    private static List<String> advice(Finding finding) {
        String faults = String.join(" ", finding.faults());
        if (faults.contains("kill") || faults.contains("pause")) {
            return List.of(
                    "Start the missing instance again, or add one.",
                    "Take the instance that does not answer out of the load balancer.",
                    "For good: more than one instance, a health check that notices within the limit, and a retry in the"
                            + " caller.");
        }
        if (faults.contains("delay") || faults.contains("latency") || faults.contains("loss")) {
            return List.of(
                    "Switch the slow dependency off, or send callers to another one.",
                    "For good: a timeout below the limit, a circuit breaker, and an answer without the dependency.");
        }
        if (faults.contains("cpu") || faults.contains("memory") || faults.contains("disk")) {
            return List.of(
                    "Move load away, or give the target more of what it lacks.",
                    "For good: limits, shedding of load before the limit, and an alert that comes earlier.");
        }
        return List.of(
                "Take the cause away, or send users around it.",
                "For good: decide what users should see while this lasts, and build that.");
    }
}
