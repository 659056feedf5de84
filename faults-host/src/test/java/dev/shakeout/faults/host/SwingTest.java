package dev.shakeout.faults.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Percent;
import dev.shakeout.model.Reading;
import org.junit.jupiter.api.Test;

/** What an average tells of a fault, and what it does not. */
class SwingTest {
    private static Reading percent(double value) {
        return new Reading(value, "%", "");
    }

    @Test
    void what_was_there_without_the_fault_is_neither_its_effect_nor_its_residue() {
        var swing = new Swing(new Percent(100), _ -> 100);

        assertThat(swing.bites(percent(100), percent(100))).isFalse();
        assertThat(swing.gone(percent(100), percent(100))).isTrue();
    }

    @Test
    void half_of_the_way_is_enough_in_either_direction() {
        var up = new Swing(new Percent(100), _ -> 100);
        var down = new Swing(new Percent(100), _ -> 0);

        assertThat(up.bites(percent(0), percent(50))).isTrue();
        assertThat(up.gone(percent(0), percent(50))).isFalse();
        assertThat(down.bites(percent(80), percent(40))).isTrue();
        assertThat(down.gone(percent(80), percent(41))).isTrue();
    }
}
