package dev.shakeout.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Amounts with their units, as people write and read them. */
class UnitsTest {
    @ParameterizedTest
    @CsvSource({"50%, 50", "0.5%, 0.5", "' 12.25 % ', 12.25", "100%, 100", "-5%, -5", "0%, 0"})
    void aPercentageHasItsSign(String text, double value) {
        assertThat(Percent.parse(text).value()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"50", "", "%", "5d%", "0x1p3%", "1e2%", "NaN%", "Infinity%", "5%%", "five%", "1,5%", ".5%", "5.%"
            })
    void whatIsNoPercentageIsRefused(String text) {
        refused(Percent::parse, text);
    }

    @ParameterizedTest
    @CsvSource({
        "0B, 0",
        "1B, 1",
        "1KB, 1000",
        "1kB, 1000",
        "1KiB, 1024",
        "64MiB, 67108864",
        "1.5 GiB, 1610612736",
        "2GB, 2000000000",
        "1TB, 1000000000000",
        "1TiB, 1099511627776",
        "9007199254740993B, 9007199254740993"
    })
    void aSizeIsExact(String text, long value) {
        assertThat(Bytes.parse(text).value()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"64", "", "MiB", "5iB", "5 M", "5mb", "-5MB", "1e3B", "99999999999TB", "0x10B"})
    void whatIsNoSizeIsRefused(String text) {
        refused(Bytes::parse, text);
    }

    @ParameterizedTest
    @CsvSource({"50/s, 50", "30/m, 0.5", "'1.5 / s', 1.5", "3600/h, 1"})
    void aRateSaysPerWhat(String text, double perSecond) {
        assertThat(Rate.parse(text).perSecond()).isEqualTo(perSecond);
    }

    @ParameterizedTest
    @ValueSource(strings = {"50", "50/", "/s", "50/d", "-1/s", "1e3/s", "50/s/s"})
    void whatIsNoRateIsRefused(String text) {
        refused(Rate::parse, text);
    }

    @ParameterizedTest
    @CsvSource({
        "400ms, PT0.4S",
        "30s, PT30S",
        "1m30s, PT1M30S",
        "1.5h, PT1H30M",
        "2d, PT48H",
        "250us, PT0.00025S",
        "0s, PT0S",
        "1 m 30 s, PT1M30S",
        "' 12 ms ', PT0.012S",
        "0.1s, PT0.1S"
    })
    void aDurationIsRead(String text, Duration duration) {
        assertThat(Span.parse(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"30", "", "s", "-1s", "1e3s", "1 year", "30sec", "1h-5m", "ms400", "1.s", "PT5S", "1 0s"})
    void whatIsNoDurationIsRefused(String text) {
        refused(Span::parse, text);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 ms",
        "PT0.0004S, 0.4 ms",
        "PT0.012S, 12 ms",
        "PT3.4S, 3.4 s",
        "PT2M5S, 2 m 5 s",
        "PT2H3M, 2 h 3 m",
        "PT59M59.9S, 1 h 0 m",
        "-PT3S, -3 s"
    })
    void aDurationIsSaidAsAPersonWould(Duration duration, String words) {
        assertThat(Span.words(duration)).isEqualTo(words);
    }

    @Test
    void whatIsPrintedIsReadAgainAsNearlyTheSame() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            double any = Math.pow(10, random.nextDouble() * 8 - 2);
            String trace = "seed " + seed + ", " + any;
            assertThat(Percent.parse(new Percent(any).toString()).value())
                    .as(trace)
                    .isCloseTo(any, within(any * 0.006));
            assertThat(Rate.parse(new Rate(any).toString()).perSecond())
                    .as(trace)
                    .isCloseTo(any, within(any * 0.006));
            long bytes = (long) (any * 1000);
            assertThat((double) Bytes.parse(new Bytes(bytes).toString()).value())
                    .as(trace)
                    .isCloseTo(bytes, within(bytes * 0.006 + 1));
            var duration = Duration.ofNanos((long) (any * 1e6));
            assertThat(Span.seconds(Span.parse(Span.words(duration))))
                    .as(trace)
                    .isCloseTo(Span.seconds(duration), within(Span.seconds(duration) * 0.02 + 1e-6));
        }
    }

    @Test
    void typesSayWhatTheyAllow() {
        var latency = Type.duration(Duration.ofMillis(1), Duration.ofSeconds(60));
        assertThat(latency.parse(Json.of("400ms"))).isEqualTo(Duration.ofMillis(400));
        assertThatThrownBy(() -> latency.parse(Json.of("2m")))
                .isInstanceOf(BadValue.class)
                .hasMessage("2 m 0 s is out of range; must be a duration such as 400ms or 30s, from 1 ms to 1 m 0 s");
        assertThatThrownBy(() -> latency.parse(Json.of(400))).hasMessage("400 has no unit");
        assertThatThrownBy(() -> Type.integer(1, 9).parse(Json.of("ten"))).hasMessage("ten is not a whole number");
        assertThatThrownBy(() -> Type.choice("ingress", "egress").parse(Json.of("egres")))
                .hasMessageContaining("did you mean 'egress'?");
        assertThatThrownBy(() -> Type.number(0, 1).parse(Json.of("1e999999999")))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("out of range");
    }

    private static void refused(Function<String, ?> parse, String text) {
        assertThatThrownBy(() -> parse.apply(text)).isInstanceOf(BadValue.class).hasMessageContaining("'" + text + "'");
    }
}
