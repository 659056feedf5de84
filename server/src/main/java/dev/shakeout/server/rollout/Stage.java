package dev.shakeout.server.rollout;

import dev.shakeout.model.AtMost;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One step of a rollout: a run.
 *
 * @param number 1 for the first
 * @param most of the targets of each selector; empty when the experiment alone decides
 * @param bake how long nothing follows after its run has passed
 * @param approval whether somebody else than the author has to approve of it before its run is started
 * @param approvedBy id of the user, or of the service token
 * @param run its id, once it was started
 * @param passedAt when that run had ended well
 */
public record Stage(
        int number,
        String environment,
        Optional<AtMost> most,
        Duration bake,
        boolean approval,
        Optional<String> approvedBy,
        Optional<String> run,
        Optional<Instant> passedAt) {
    /** As it is ordered: nothing of it was done yet. */
    public static Stage ordered(
            int number, String environment, Optional<AtMost> most, Duration bake, boolean approval) {
        return new Stage(
                number, environment, most, bake, approval, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public Stage approved(String by) {
        return new Stage(number, environment, most, bake, approval, Optional.of(by), run, passedAt);
    }

    public Stage started(String id) {
        return new Stage(number, environment, most, bake, approval, approvedBy, Optional.of(id), passedAt);
    }

    public Stage passed(Instant at) {
        return new Stage(number, environment, most, bake, approval, approvedBy, run, Optional.of(at));
    }

    /** When the next one may follow; empty while its run has not passed. */
    public Optional<Instant> baked() {
        return passedAt.map(moment -> moment.plus(bake));
    }

    boolean over(Instant now) {
        return baked().filter(moment -> !moment.isAfter(now)).isPresent();
    }

    /** Whether it waits for somebody. */
    public boolean wantsApproval() {
        return approval && approvedBy.isEmpty();
    }

    /** In words: stage 2 (25% in staging). */
    @Override
    public String toString() {
        return "stage " + number + " ("
                + most.map(each -> "at most " + each + " in ").orElse("all in ") + environment + ")";
    }
}
