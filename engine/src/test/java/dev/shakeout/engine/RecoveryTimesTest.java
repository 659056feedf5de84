package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.engine.ProbeReader.Lapse;
import dev.shakeout.model.Recovery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Recovery by what a probe was told of; a fault is on from second 10 to 20, and the next one comes at 60. */
class RecoveryTimesTest {
    private static Instant at(int second) {
        return Instant.EPOCH.plusSeconds(second);
    }

    private static Lapse lapse(int from, int to) {
        return new Lapse(at(from), Optional.of(at(to)));
    }

    private static Recovery told(Lapse... lapses) {
        var look = new RecoveryTimes.Look("scale", at(10), at(20), at(60));
        return RecoveryTimes.told(look, "recovery", List.of(lapses));
    }

    private static Optional<Duration> seconds(int count) {
        return Optional.of(Duration.ofSeconds(count));
    }

    @Test
    void the_last_lapse_says_when_the_system_was_well_again() {
        Recovery recovery = told(lapse(11, 13), lapse(15, 32));
        assertThat(recovery.timeToDetect()).isEqualTo(seconds(1));
        assertThat(recovery.timeToRecover()).isEqualTo(seconds(12));
    }

    @Test
    void what_was_over_before_the_fault_was_taken_back_took_no_time() {
        assertThat(told(lapse(11, 13)).timeToRecover()).isEqualTo(seconds(0));
    }

    @Test
    void lapses_before_and_after_are_of_other_faults() {
        Recovery recovery = told(lapse(2, 9), lapse(61, 70));
        assertThat(recovery.timeToDetect()).isEmpty();
        assertThat(recovery.timeToRecover()).isEqualTo(seconds(0));
    }

    @Test
    void what_lasts_or_ends_within_the_next_fault_has_not_recovered() {
        assertThat(told(new Lapse(at(12), Optional.empty())).timeToRecover()).isEmpty();
        assertThat(told(lapse(12, 65)).timeToRecover()).isEmpty();
        assertThat(told(lapse(12, 65)).timeToDetect()).isEqualTo(seconds(2));
    }
}
