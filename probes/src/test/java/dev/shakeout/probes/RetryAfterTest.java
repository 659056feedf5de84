package dev.shakeout.probes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "120|PT2M",
                " 0 |PT0S",
                "Fri, 27 Nov 2026 12:00:30 GMT|PT30S",
                "Fri, 27 Nov 2026 11:00:00 GMT|PT0S",
                "-1|PT0S",
                "99999999999999999999|PT0S",
                "soon|PT0S"
            })
    void itIsSecondsOrAMoment(String said, Duration wait) {
        assertThat(RetryAfter.of(Map.of("Retry-After", said), Instant.parse("2026-11-27T12:00:00Z")))
                .isEqualTo(wait);
        assertThat(RetryAfter.of(Map.of(), Instant.EPOCH)).isZero();
    }
}
