package dev.shakeout.server.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.model.InvalidInput;
import dev.shakeout.server.access.Role;
import dev.shakeout.server.signin.SignInRules.GroupGrant;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an admin writes down about single sign-on. */
class SignInFileTest {
    private static SignInRules read(String text) {
        return SignInFile.read("oidc.yaml", text);
    }

    @Test
    void whatIsLeftOutIsUsual() {
        var people = read("{issuer: 'https://a.example.org', client-id: shakeout}")
                .people()
                .orElseThrow();
        assertThat(people)
                .isEqualTo(new SignInRules.People(
                        "https://a.example.org",
                        "shakeout",
                        List.of("openid", "profile", "email"),
                        "preferred_username",
                        "groups",
                        false,
                        Duration.ofHours(12),
                        List.of()));
    }

    @Test
    void allOfItIsRead() {
        var rules = read("""
                issuer: https://a.example.org/realms/x/
                client-id: shakeout
                scopes: [openid, groups]
                name-claim: email
                groups-claim: roles
                require-nonce: true
                valid: 1h
                grants:
                  - {group: sre, role: approver, environment: staging}
                  - {group: all, role: viewer}
                workloads:
                  - issuer: https://gitlab.example.org
                    audience: https://shakeout.example.org
                    claims: {project_path: acme/shop, ref_protected: "true"}
                    role: operator
                    environment: staging
                """);
        assertThat(rules.people().orElseThrow().grants())
                .containsExactly(
                        new GroupGrant("sre", Role.APPROVER, Optional.of("staging")),
                        new GroupGrant("all", Role.VIEWER, Optional.empty()));
        assertThat(rules.people().orElseThrow().needsNonce()).isTrue();
        assertThat(rules.workloads())
                .containsExactly(new SignInRules.Workload(
                        "https://gitlab.example.org",
                        "https://shakeout.example.org",
                        Map.of("project_path", "acme/shop", "ref_protected", "true"),
                        Role.OPERATOR,
                        Optional.of("staging"),
                        Duration.ofMinutes(15)));
    }

    @Test
    void workloadsMayComeAlone() {
        var rules = read("""
                workloads: [{issuer: 'https://a', audience: s, claims: {sub: x}, role: viewer, valid: 5m}]
                """);
        assertThat(rules.people()).isEmpty();
        assertThat(rules.workloads()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {issuer: 'http://a.example.org', client-id: x} | no address of a provider
            {issuer: 'https://a'}                          | client-id
            {issuer: 'https://a', client-id: x, valid: 13h} | at most 12 h
            {issuer: 'https://a', client-id: x, valid: soon} | must be a duration
            {issuer: 'https://a', client-id: x, scopes: [groups]} | 'openid'
            {issuer: 'https://a', client-id: x, require-nonce: maybe} | must be true or false
            {issuer: 'https://a', client-id: x, grants: [{group: a, role: boss}]} | there is no role 'boss'
            {issuer: 'https://a', client-id: x, grants: [{group: a, role: viewer}, {group: a, role: viewer}]} | there twice
            {issuer: 'https://a', client-id: x, client-secret: s} | client-secret
            {workloads: [{issuer: 'https://a', audience: s, claims: {environment: staging}, role: viewer}]} | whose the workload is
            {workloads: [{issuer: 'https://a', audience: s, role: viewer}]} | whose the workload is
            {workloads: [{issuer: 'https://a', audience: s, claims: {sub: x}, role: viewer, valid: 2h}]} | and at most
            {issuer: 'https://a', client-id: x, workloads: [{issuer: 'https://a', audience: x, claims: {sub: x}, role: viewer}]} | take another one
            """)
    void aMistakeIsTold(String text, String words) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(InvalidInput.class).hasMessageContaining(words);
    }
}
