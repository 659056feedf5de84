package dev.shakeout.engine;

import dev.shakeout.model.Approval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Counts the people who have approved of an experiment. The count is only as honest as the approvals: nothing is signed.
 *
 * @param sha256 of the experiment's file as it is now
 */
public record ApprovalCount(List<Approval> approvals, String title, String sha256, Instant now) {
    public ApprovalCount {
        approvals = List.copyOf(approvals);
    }

    /** Those whose approval counts, each once, in order. */
    public SequencedSet<String> approvers() {
        var approvers = new TreeSet<String>();
        ofThis().filter(approval -> why(approval).isEmpty())
                .forEach(approval -> approvers.add(approval.approver().strip().toLowerCase(Locale.ROOT)));
        return approvers;
    }

    private Stream<Approval> ofThis() {
        return approvals.stream()
                .filter(approval -> approval.experiment().stream().allMatch(title::equals));
    }

    /** Why one does not count; empty when it does. */
    private Optional<String> why(Approval approval) {
        if (!approval.sha256().equalsIgnoreCase(sha256)) {
            return Optional.of("is for another version of the file");
        }
        return approval.expires().isAfter(now) ? Optional.empty() : Optional.of("has expired");
    }

    /** Who is missing, why given approvals do not count, and what an approval has to name. */
    Optional<String> missing(int people) {
        var approvers = approvers();
        if (approvers.size() >= people) {
            return Optional.empty();
        }
        var useless = new ArrayList<String>();
        ofThis().forEach(approval -> why(approval)
                .ifPresent(words -> useless.add(
                        "that of " + approval.approver() + " " + words + " (" + approval.position() + ")")));
        return Optional.of("the policy asks for the approval of " + people + (people == 1 ? " person" : " people")
                + ", there is that of " + (approvers.isEmpty() ? "none" : String.join(", ", approvers))
                + (useless.isEmpty() ? "" : "; " + String.join("; ", useless))
                + "; an approval must name experiment '" + title + "' and sha256 " + sha256);
    }
}
