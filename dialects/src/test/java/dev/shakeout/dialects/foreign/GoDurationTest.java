package dev.shakeout.dialects.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Span;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Durations as Go has them, and the same as ours. */
class GoDurationTest {
    @ParameterizedTest
    @CsvSource({
        "300ms, PT0.3S",
        "1h30m, PT1H30M",
        "1.5h, PT1H30M",
        "0, PT0S",
        "2us, PT0.000002S",
        "7µs, PT0.000007S",
        "1m0.5s, PT1M0.5S",
        ".5s, PT0.5S",
        "+3s, PT3S",
        "900ns, PT0.0000009S"
    })
    void areReadAsGoReadsThem(String text, Duration duration) {
        assertThat(GoDuration.TYPE.parse(Json.of(text))).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "1 s", "s", "1d", "-1s", "1s-", "1e3s", "90000h", "1m30"})
    void orRefused(String text) {
        assertThatThrownBy(() -> GoDuration.TYPE.parse(Json.of(text))).isInstanceOf(BadValue.class);
    }

    @Test
    void oursMeansTheSame() {
        assertThat(GoDuration.SIGNED.parse(Json.of("-1h30m"))).isEqualTo(Duration.ofMinutes(-90));
        var random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            long unit = new long[] {1_000, 1_000_000, 1_000_000_000, 60_000_000_000L}[random.nextInt(4)];
            var duration = Duration.ofNanos(random.nextInt(100_000) * unit);
            assertThat(Span.parse(GoDuration.ours(duration).text())).isEqualTo(duration);
        }
    }
}
