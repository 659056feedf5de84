package dev.shakeout.dialects.gremlin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.shakeout.dialects.gremlin.ReliabilityScore.State;
import dev.shakeout.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a run has come to, by Gremlin's formula and in its words. */
class OutcomeTest {
    private static final Instant NOW = Instant.parse("2026-05-04T10:00:00Z");

    private static ReliabilityScore.Test test(String category, State state) {
        return new ReliabilityScore.Test(category, state);
    }

    @Test
    void aScoreIsTheMeanOfTheMeansOfItsCategories() {
        var tests = List.of(
                test("Redundancy", State.PASSED),
                test("Redundancy", State.FAILED),
                test("Scalability", State.EXPIRED),
                test("Dependencies", State.PASSED),
                test("Dependencies", State.NOT_RUN),
                test("Dependencies", State.NOT_RUN));

        assertThat(ReliabilityScore.byCategory(tests))
                .containsEntry("Redundancy", 75.0)
                .containsEntry("Scalability", 75.0);
        assertThat(ReliabilityScore.of(tests).orElseThrow()).isCloseTo((75 + 75 + 100 / 3.0) / 3, within(1e-9));
    }

    @Test
    void everyTestCountsAsGremlinSays() {
        assertThat(Stream.of(State.values()).map(State::points)).containsExactly(100, 75, 50, 0);
        assertThat(ReliabilityScore.of(List.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "PASSED, 1, PASSED",
        "PASSED, 29, EXPIRED",
        "DEVIATED, 1, FAILED",
        "DEVIATED, 29, FAILED",
        "HALTED, 1, FAILED",
        "UNSAFE, 1, FAILED",
        "FAILED, 1, FAILED",
        "NOT_READY, 1, NOT_RUN",
        "INCONCLUSIVE, 1, NOT_RUN",
        "ABORTED, 1, NOT_RUN",
        "REFUSED, 1, NOT_RUN"
    })
    void aRunIsATestByItsVerdictAndAge(Verdict verdict, int days, State state) {
        assertThat(ReliabilityScore.state(verdict, NOW.minus(Duration.ofDays(days)), NOW, Duration.ofDays(28)))
                .isEqualTo(state);
    }

    @ParameterizedTest
    @EnumSource(Verdict.class)
    void everyVerdictHasAStage(Verdict verdict) {
        assertThat(Outcome.stage(verdict))
                .isIn("Successful", "UserHalted", "ClientAborted", "Failed", "TeardownFailed");
    }
}
