package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Approval;
import dev.shakeout.model.Position;
import dev.shakeout.model.Rule;
import dev.shakeout.model.Selector.Mode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** With whose consent a policy lets a run begin: people's, and a feature flag's. */
class PolicyConsentTest extends PolicyDrill {
    private Approval approval(int line, String approver, String digest, Instant expires) {
        return new Approval(Optional.of("drill"), digest, approver, expires, new Position("approvals.yaml", line, 3));
    }

    @Test
    void tooFewHaveApproved() {
        hit("one", 1, new Mode.All(), 50);
        var two = new Rule.Approvals(2, at(15));
        var later = now.plusSeconds(1);

        approvals = List.of(approval(2, "ada", DIGEST, later), approval(3, "bo", DIGEST, later));
        assertThat(refused(two)).isEmpty();

        approvals = List.of(approval(2, "ada", DIGEST, later), approval(3, " Ada", DIGEST, later));
        assertThat(refused(two))
                .as("one person twice")
                .containsExactly("in staging: the policy asks for the approval of 2 people, there is that of ada; an"
                        + " approval must name experiment 'drill' and sha256 " + DIGEST + " (policy.yaml:15:5)");

        approvals = List.of(approval(2, "ada", "00".repeat(32), later), approval(3, "bo", DIGEST, now));
        assertThat(refused(two).getFirst())
                .contains(
                        "there is that of none",
                        "that of ada is for another version of the file (approvals.yaml:2:3)",
                        "that of bo has expired (approvals.yaml:3:3)");

        approvals = List.of(new Approval(Optional.empty(), DIGEST, "ada", later, at(1)));
        assertThat(refused(new Rule.Approvals(1, at(15))))
                .as("whatever its title")
                .isEmpty();
        approvals = List.of(new Approval(Optional.of("another"), DIGEST, "ada", later, at(1)));
        assertThat(refused(new Rule.Approvals(1, at(15))).getFirst())
                .contains("1 person,", "there is that of none; an approval must");
    }

    @Test
    void theFeatureFlagIsNotOn() {
        hit("one", 1, new Mode.All(), 50);
        var rule = new Rule.FeatureFlag(new Rule.FlagSource.Variable("CHAOS"), at(16));

        assertThat(refused(rule)).isEmpty();
        flag = new Terms.Flag(false, "the variable is not set");
        assertThat(refused(rule))
                .containsExactly("in staging: the feature flag that the policy asks for is not on (variable CHAOS): the"
                        + " variable is not set (policy.yaml:16:5)");
    }
}
