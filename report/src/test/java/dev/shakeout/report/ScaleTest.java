package dev.shakeout.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ScaleTest {
    @Test
    void isLinearFromZeroWhereValuesAreAlike() {
        var scale = Scale.fitting(11, 47, 0, 100);
        assertThat(scale.log()).isFalse();
        assertThat(scale.least()).isZero();
        assertThat(scale.ticks(5)).containsExactly(0.0, 10.0, 20.0, 30.0, 40.0, 50.0);
    }

    @Test
    void isLogarithmicWhereTheyDifferWidely() {
        var scale = Scale.fitting(6, 1900, 0, 100);
        assertThat(scale.log()).isTrue();
        assertThat(scale.ticks(5)).containsExactly(10.0, 30.0, 100.0, 300.0, 1000.0);
    }

    @Test
    void holdsEveryValueAndAFewTicksForAnyRange() {
        for (long seed = 0; seed < 500; seed++) {
            var random = new Random(seed);
            double least = Math.pow(10, random.nextDouble() * 6 - 3);
            double most = least * Math.pow(10, random.nextDouble() * 4);
            var scale = Scale.fitting(least, most, 200, 0);
            assertThat(scale.least()).as("seed %d", seed).isLessThanOrEqualTo(least);
            assertThat(scale.most()).as("seed %d", seed).isGreaterThanOrEqualTo(most * (1 - 1e-9));
            assertThat(scale.ticks(5).size()).as("seed %d", seed).isBetween(2, 9);
            assertThat(scale.pixel(most)).as("seed %d", seed).isBetween(0.0, 200.0);
        }
    }

    @Test
    void timeTicksAreRoundAndFew() {
        assertThat(TimeTicks.of(0, 40, 10).stream().map(TimeTicks::words))
                .containsExactly("0", "5 s", "10 s", "15 s", "20 s", "25 s", "30 s", "35 s", "40 s")
                .doesNotHaveDuplicates();
        assertThat(TimeTicks.of(0, 2501, 5).stream().map(TimeTicks::words))
                .containsExactly("0", "10:00 min", "20:00 min", "30:00 min", "40:00 min");
        for (double length = 0.05; length < 1e7; length *= 1.7) {
            assertThat(TimeTicks.of(0, length, 8).size()).isBetween(1, 9);
        }
    }
}
