package dev.shakeout.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two conclusions about one run make one, in whatever order they are drawn. */
class VerdictTest {
    @Test
    void theOrderOfConclusionsDoesNotMatter() {
        for (Verdict a : Verdict.values()) {
            for (Verdict b : Verdict.values()) {
                assertThat(a.and(b)).isEqualTo(b.and(a)).isIn(a, b);
                for (Verdict c : Verdict.values()) {
                    assertThat(a.and(b).and(c)).isEqualTo(a.and(b.and(c)));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aConclusionDrawnTwiceIsTheSameAndPassedAddsNothing(Verdict verdict) {
        assertThat(verdict.and(verdict)).isEqualTo(verdict);
        assertThat(verdict.and(Verdict.PASSED)).isEqualTo(verdict);
        assertThat(verdict.and(Verdict.UNSAFE)).isEqualTo(Verdict.UNSAFE);
    }

    @Test
    void aBrokenHypothesisOutweighsAFaultWithoutEffect() {
        assertThat(Verdict.DEVIATED.and(Verdict.INCONCLUSIVE)).isEqualTo(Verdict.DEVIATED);
        assertThat(Verdict.HALTED.and(Verdict.DEVIATED)).isEqualTo(Verdict.HALTED);
    }

    @ParameterizedTest
    @EnumSource
    void aWordLeadsBackToItsVerdict(Verdict verdict) {
        assertThat(Verdict.ofWord(verdict.word())).isEqualTo(verdict);
        assertThat(verdict.word()).matches("[a-z-]+");
    }

    @Test
    void passedClaimsNoMoreThanWasLookedAt() {
        assertThat(Verdict.PASSED.meaning(EnumSet.allOf(Phase.class), true))
                .isEqualTo("The steady state held before, during and after;"
                        + " every fault had its effect; all was taken back.");
        assertThat(Verdict.PASSED.meaning(EnumSet.of(Phase.AFTER, Phase.BEFORE), true))
                .startsWith("The steady state held before and after, and was not read during; every fault");
        assertThat(Verdict.PASSED.meaning(EnumSet.of(Phase.BEFORE), false))
                .isEqualTo("The steady state held before, and was not read during or after; nothing was injected.");
        assertThat(Verdict.PASSED.meaning(EnumSet.noneOf(Phase.class), false))
                .isEqualTo("No steady state was read; nothing was injected.");
    }

    @Test
    void exitCodesAreDistinctAndLeaveTwoToWrongUsage() {
        assertThat(Verdict.values()).extracting(Verdict::exitCode).containsExactly(0, 1, 3, 4, 5, 6, 7, 8, 9);
    }
}
