package dev.shakeout.faults.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.shakeout.model.Arguments;
import dev.shakeout.model.Percent;
import org.junit.jupiter.api.Test;

class NetemTest {
    private static final Percent TENTH = new Percent(10);
    private static final Arguments QUARTER = Arguments.NONE.with(Netem.CORRELATION, new Percent(25));

    @Test
    void aCorrelationDoesNotChangeHowManyAreMet() {
        assertThat(Netem.chance("duplicate", TENTH, Arguments.NONE)).containsExactly("duplicate", "10.0%");
        assertThat(Netem.chance("duplicate", new Percent(100), QUARTER)).containsExactly("duplicate", "100.0%");
        // a uniform number would do for half of them, as what netem draws lies evenly around one half
        assertThat(Netem.below(0.5, 0.25)).isCloseTo(0.5, within(0.01));
        assertThat(Netem.below(0.1, 0.25)).isBetween(0.15, 0.25);
    }

    @Test
    void lossesInARowAreAChainOfTwoStates() {
        assertThat(Netem.losses(TENTH, Arguments.NONE)).containsExactly("loss", "10.0%");
        assertThat(Netem.losses(TENTH, QUARTER)).containsExactly("loss", "gemodel", "7.500000%", "67.500000%");
    }
}
