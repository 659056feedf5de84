package dev.shakeout.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Json;
import dev.shakeout.server.access.Role;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Who asks too often waits, alone; halting is never kept waiting. */
class ThrottleTest {
    private final AtomicLong now = new AtomicLong();

    @Test
    void soManyASecondAndSomeMoreAtOnce() {
        var throttle = new Throttle(10, 3, now::get);
        for (int i = 0; i < 3; i++) {
            assertThat(throttle.count("a")).isEmpty();
        }
        assertThat(throttle.count("a"))
                .hasValueSatisfying(wait -> assertThat(wait).isBetween(Duration.ofMillis(100), Duration.ofMillis(101)));
        assertThat(throttle.count("b")).isEmpty();
        now.addAndGet(Duration.ofMillis(99).toNanos());
        assertThat(throttle.count("a")).isPresent();
        now.addAndGet(Duration.ofMillis(2).toNanos());
        assertThat(throttle.count("a")).isEmpty();
        assertThat(throttle.count("a")).isPresent();
        now.addAndGet(Duration.ofHours(1).toNanos());
        for (int i = 0; i < 3; i++) {
            assertThat(throttle.count("a")).isEmpty();
        }
        assertThat(throttle.count("a")).isPresent();
    }

    @Test
    void aTokenThatAsksTooOftenIsToldWhenToAskAgainAndMayHaltAllTheSame() throws Exception {
        try (var site = new Site()) {
            String wild = site.people
                    .token(Role.OPERATOR, Optional.empty(), Duration.ofHours(1))
                    .secret();
            String other = site.people
                    .token(Role.VIEWER, Optional.empty(), Duration.ofHours(1))
                    .secret();
            HttpResponse<String> last = ask("GET", "/environments", Optional.empty(), wild, site);
            for (int i = 0; i < 5000 && last.statusCode() == 200; i++) {
                last = ask("GET", "/environments", Optional.empty(), wild, site);
            }
            assertThat(last.statusCode()).isEqualTo(429);
            assertThat(last.headers().firstValue("Retry-After")).contains("1");
            assertThat(last.body()).contains("asks too often");
            assertThat(ask("GET", "/environments", Optional.empty(), other, site)
                            .statusCode())
                    .isEqualTo(200);
            var reason = Optional.of(Json.object("reason", "it runs wild"));
            assertThat(ask("POST", "/halt", reason, wild, site).statusCode()).isEqualTo(201);
        }
    }

    private static HttpResponse<String> ask(String verb, String path, Optional<Json.Obj> body, String token, Site site)
            throws Exception {
        return site.send(verb, new Sample(Endpoints.API + path, Map.of(), body), Optional.of(token));
    }
}
