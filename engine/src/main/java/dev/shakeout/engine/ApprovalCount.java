package dev.shakeout.engine;

import dev.shakeout.model.Approval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Counts the people who have approved of an experiment. The count is only as honest as the file: nothing is signed yet.
 *
 * @param sha256 of the experiment's file as it is now
 */
record ApprovalCount(List<Approval> approvals, String title, String sha256, Instant now) {

    /** Who is missing, why given approvals do not count, and what an approval has to name. */
    Optional<String> missing(int people) {
        var approvers = new TreeSet<String>();
        var useless = new ArrayList<String>();
        for (Approval approval : approvals) {
            if (!approval.experiment().equals(title)) {
                continue;
            }
            if (!approval.sha256().equalsIgnoreCase(sha256)) {
                useless.add("that of " + approval.approver() + " is for another version of the file ("
                        + approval.position() + ")");
            } else if (!approval.expires().isAfter(now)) {
                useless.add("that of " + approval.approver() + " has expired (" + approval.position() + ")");
            } else {
                approvers.add(approval.approver().strip().toLowerCase(Locale.ROOT));
            }
        }
        if (approvers.size() >= people) {
            return Optional.empty();
        }
        return Optional.of("the policy asks for the approval of " + people + (people == 1 ? " person" : " people")
                + ", there is that of " + (approvers.isEmpty() ? "none" : String.join(", ", approvers))
                + (useless.isEmpty() ? "" : "; " + String.join("; ", useless))
                + "; an approval must name experiment '" + title + "' and sha256 " + sha256);
    }
}
