package dev.shakeout.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.engine.ProbeKind;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Seconds;
import dev.shakeout.probes.wire.Origin;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class TypesTest {
    @Test
    void everyProbeIsFoundByItsName() {
        assertThat(ServiceLoader.load(ProbeKind.class))
                .extracting(kind -> kind.descriptor().name())
                .containsExactlyInAnyOrder("certificates", "http", "load", "process", "tcp");
    }

    @Test
    void timeLimitsAreSecondsOrHaveAUnit() {
        var seconds = new Seconds();
        assertThat(seconds.parse(Json.of(3))).isEqualTo(Duration.ofSeconds(3));
        assertThat(seconds.parse(Json.of(0.25))).isEqualTo(Duration.ofMillis(250));
        assertThat(seconds.parse(Json.of("1.5"))).isEqualTo(Duration.ofMillis(1500));
        assertThat(seconds.parse(Json.of("300ms"))).isEqualTo(Duration.ofMillis(300));
        var huge = new Json.Num(new BigDecimal("1e400"));
        for (Json bad : List.of(Json.of(0), Json.of(-1), huge, Json.of("soon"), Json.of(true), Json.of("2d"))) {
            assertThatThrownBy(() -> seconds.parse(bad)).isInstanceOf(BadValue.class);
        }
    }

    @Test
    void addressesMayHoldWhatPeopleWrite() {
        var address = new WebAddress();
        assertThat(address.parse(Json.of("http://my_service:8080/a b?q=ü|x%20y")))
                .hasToString("http://my_service:8080/a%20b?q=%C3%BC%7Cx%20y");
        assertThat(address.parse(Json.of("HTTPS://h")).getScheme()).isEqualTo("HTTPS");
        for (String bad :
                List.of("localhost:80", "ftp://x/", "http://", "http:///x", "http://h:99999/", "http://h:x/", "")) {
            assertThatThrownBy(() -> address.parse(Json.of(bad))).as(bad).isInstanceOf(BadValue.class);
        }
    }

    @Test
    void originsKeepUnderscoresPortsAndBrackets() {
        assertThat(Origin.of(URI.create("http://my_service:81/x"), true))
                .isEqualTo(new Origin("my_service", 81, false, true));
        assertThat(Origin.of(URI.create("https://u:p@h/"), false)).isEqualTo(new Origin("h", 443, true, false));
        assertThat(Origin.of(URI.create("http://[::1]:8080/"), true)).isEqualTo(new Origin("::1", 8080, false, true));
        assertThat(Origin.of(URI.create("http://[::1]/"), true)).hasToString("[::1]:80");
    }
}
