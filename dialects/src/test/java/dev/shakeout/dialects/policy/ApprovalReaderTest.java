package dev.shakeout.dialects.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.dialects.Mistakes;
import dev.shakeout.model.Approval;
import dev.shakeout.model.Position;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ApprovalReaderTest {
    private static final String DIGEST = "0a".repeat(32);

    @Test
    void anApprovalNamesWhatWhoAndUntilWhen() {
        assertThat(ApprovalReader.read("approvals.yaml", """
                        approvals:
                          - experiment: A slow link
                            sha256: %s
                            approver: ada@example.org
                            expires: 2026-12-24T18:00:00+01:00
                        """.formatted(DIGEST.toUpperCase(java.util.Locale.ROOT))))
                .containsExactly(new Approval(
                        Optional.of("A slow link"),
                        DIGEST,
                        "ada@example.org",
                        Instant.parse("2026-12-24T17:00:00Z"),
                        new Position("approvals.yaml", 2, 5)));
    }

    @Test
    void everyMistakeIsToldAtItsPlace() {
        assertThat(Mistakes.in(() -> ApprovalReader.read("approvals.yaml", """
                        approvals:
                          - {experiment: e, sha256: abc, aprover: ada, expires: 2026-12-24}
                        """)))
                .satisfiesExactly(
                        mistake -> assertThat(mistake)
                                .isEqualTo("2:5: 'approver' is missing in an approval; it must be"
                                        + " text that is not empty"),
                        mistake -> assertThat(mistake).startsWith("2:29: sha256: 'abc' is not a SHA-256"),
                        mistake ->
                                assertThat(mistake).startsWith("2:34: unknown key 'aprover' in an approval; did you"),
                        mistake -> assertThat(mistake).startsWith("2:57: expires: '2026-12-24' is not a moment"));
        assertThat(Mistakes.in(() -> ApprovalReader.read("approvals.yaml", "approval: []")))
                .hasSize(2);
    }
}
