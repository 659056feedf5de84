package dev.shakeout.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.server.access.Role;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Nobody is locked out for good: one admin of all environments always remains. */
class LastAdminTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void theLastAdminTokenIsNotRevoked() throws Exception {
        try (var site = new Site()) {
            Made only = site.people.token(Role.ADMIN, Optional.empty(), HOUR);
            site.people.token(Role.ADMIN, Optional.of(Site.STAGING), HOUR);
            site.people.token(Role.ADMIN, Optional.empty(), Duration.ofSeconds(-1));
            Made viewer = site.people.token(Role.VIEWER, Optional.empty(), HOUR);

            HttpResponse<String> refused = revoke(only, only, site);
            assertThat(refused.statusCode()).isEqualTo(409);
            assertThat(refused.body()).contains("the last admin token").contains("make another one first");
            assertThat(revoke(viewer, only, site).statusCode()).isEqualTo(200);

            Made other = site.people.token(Role.ADMIN, Optional.empty(), HOUR);
            assertThat(revoke(only, only, site).statusCode()).isEqualTo(200);
            assertThat(revoke(other, only, site).statusCode()).isEqualTo(401);
            assertThat(revoke(other, other, site).statusCode()).isEqualTo(409);
        }
    }

    private static HttpResponse<String> revoke(Made token, Made by, Site site) throws Exception {
        var sample = new Sample(Endpoints.API + "/tokens/" + token.id(), Map.of(), Optional.empty());
        return site.send("DELETE", sample, Optional.of(by.secret()));
    }
}
