package dev.shakeout.fks.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RequestRateTest {
    private static final long QUARTER_SECOND_NANOS = 250_000_000;

    @Test
    void settlesAtTheTrueRateAndARestartedProcessDoesNotUpsetIt() {
        RequestRate rate = new RequestRate();
        for (int i = 1; i <= 60; i++) {
            rate.read(i * 25L, i * QUARTER_SECOND_NANOS);
        }
        assertThat(rate.perSecond()).isCloseTo(100, within(1.0));

        rate.read(0, 61 * QUARTER_SECOND_NANOS);
        assertThat(rate.perSecond()).isCloseTo(100, within(1.0));
    }
}
