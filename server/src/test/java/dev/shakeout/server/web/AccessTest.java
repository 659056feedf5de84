package dev.shakeout.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.shakeout.model.Json;
import dev.shakeout.server.access.Grant;
import dev.shakeout.server.access.Role;
import dev.shakeout.server.access.User;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Every endpoint, for every role, with every kind of token: who may do it does it, and whoever may not changes nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private Site site;

    @BeforeAll
    void start() throws IOException {
        site = new Site();
    }

    @AfterAll
    void end() throws IOException {
        site.close();
    }

    /** What somebody may come with; the samples are all about staging. */
    private enum With {
        NO_TOKEN,
        GARBAGE,
        EXPIRED,
        REVOKED,
        WRONG_ENVIRONMENT,
        ITS_ENVIRONMENT,
        ALL_ENVIRONMENTS,
        USER_WITHOUT_GRANTS,
        USER_DISABLED,
        USER_WITH_ENDED_SESSION,
        USER_WITH_LAPSED_SESSION,
        USER_GRANTED_ELSEWHERE,
        USER_GRANTED_THERE,
        USER_GRANTED_EVERYWHERE,
        USER_IN_SESSION,
        USER_VIEWER_EVERYWHERE_AND_MORE_THERE,
        USER_ADMIN_WITH_NARROWED_TOKEN,
        USER_ADMIN_WITH_TOKEN_FOR_ELSEWHERE;

        boolean isNobody() {
            return Set.of(
                            NO_TOKEN,
                            GARBAGE,
                            EXPIRED,
                            REVOKED,
                            USER_DISABLED,
                            USER_WITH_ENDED_SESSION,
                            USER_WITH_LAPSED_SESSION)
                    .contains(this);
        }

        boolean isElsewhere() {
            return Set.of(WRONG_ENVIRONMENT, USER_GRANTED_ELSEWHERE, USER_ADMIN_WITH_TOKEN_FOR_ELSEWHERE)
                    .contains(this);
        }

        boolean isEverywhere() {
            return Set.of(ALL_ENVIRONMENTS, USER_GRANTED_EVERYWHERE, USER_IN_SESSION)
                    .contains(this);
        }
    }

    @TestFactory
    List<DynamicTest> everyEndpointForEveryRoleWithEveryKindOfToken() {
        var tests = new ArrayList<DynamicTest>();
        for (Endpoint endpoint : site.endpoints) {
            // where nobody is asked for a token, its role does not matter either
            for (Role role : endpoint.scope() == Scope.OPEN ? List.of(Role.VIEWER) : List.of(Role.values())) {
                for (With with : With.values()) {
                    tests.add(dynamicTest(
                            endpoint.id() + ", " + role.word() + ", " + with, () -> check(endpoint, role, with)));
                }
            }
        }
        return tests;
    }

    private void check(Endpoint endpoint, Role role, With with) throws Exception {
        var sample = site.samples.of(endpoint);
        Optional<String> token = token(role, with);
        long before = site.changes();

        var response = site.send(endpoint, sample, token);

        Optional<Integer> refused = refused(endpoint, role, with);
        if (refused.isPresent()) {
            assertThat(response.statusCode()).as(response.body()).isEqualTo(refused.get());
            assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(site.changes()).as("nothing is changed").isEqualTo(before);
        } else {
            assertThat(endpoint.gives()).as(response.body()).anyMatch(given -> given.status() == response.statusCode());
            boolean harmless = !endpoint.changes()
                    || endpoint.id().equals("haltRun") // of one that has ended
                    || endpoint.id().equals("endSession") && with != With.USER_IN_SESSION;
            if (harmless) {
                assertThat(site.changes()).isEqualTo(before);
            } else {
                assertThat(site.changes()).as("it is in the audit log").isGreaterThan(before);
            }
        }
    }

    private Optional<String> token(Role role, With with) {
        return switch (with) {
            case NO_TOKEN -> Optional.empty();
            case GARBAGE -> Optional.of("shakeout_nobodyhasmadethis");
            case EXPIRED ->
                Optional.of(site.people
                        .token(role, Optional.empty(), Duration.ofSeconds(-1))
                        .secret());
            case REVOKED -> {
                var made = site.people.token(role, Optional.empty(), HOUR);
                site.store.change(work -> work.tokens().revoke(made.id(), Instant.now()));
                yield Optional.of(made.secret());
            }
            case WRONG_ENVIRONMENT ->
                Optional.of(site.people
                        .token(role, Optional.of(Site.PRODUCTION), HOUR)
                        .secret());
            case ITS_ENVIRONMENT ->
                Optional.of(
                        site.people.token(role, Optional.of(Site.STAGING), HOUR).secret());
            case ALL_ENVIRONMENTS ->
                Optional.of(site.people.token(role, Optional.empty(), HOUR).secret());
            case USER_WITHOUT_GRANTS ->
                Optional.of(site.people.token(site.people.user()).secret());
            case USER_DISABLED -> {
                User user = site.people.user(People.grant(role, Optional.empty()));
                site.store.change(work -> work.users().disable(user.id(), Instant.now()));
                yield Optional.of(site.people.token(user).secret());
            }
            case USER_WITH_ENDED_SESSION -> {
                var made = site.people.session(site.people.user(People.grant(role, Optional.empty())), HOUR);
                site.store.change(work -> work.tokens().revoke(made.id(), Instant.now()));
                yield Optional.of(made.secret());
            }
            case USER_WITH_LAPSED_SESSION ->
                Optional.of(site.people
                        .session(site.people.user(People.grant(role, Optional.empty())), Duration.ofSeconds(-1))
                        .secret());
            case USER_GRANTED_ELSEWHERE -> ofUser(People.grant(role, Optional.of(Site.PRODUCTION)));
            case USER_GRANTED_THERE -> ofUser(People.grant(role, Optional.of(Site.STAGING)));
            case USER_GRANTED_EVERYWHERE -> ofUser(People.grant(role, Optional.empty()));
            case USER_IN_SESSION ->
                Optional.of(site.people
                        .session(site.people.user(People.grant(role, Optional.empty())), HOUR)
                        .secret());
            case USER_VIEWER_EVERYWHERE_AND_MORE_THERE ->
                ofUser(People.grant(Role.VIEWER, Optional.empty()), People.grant(role, Optional.of(Site.STAGING)));
            case USER_ADMIN_WITH_NARROWED_TOKEN -> narrowed(role, Site.STAGING);
            case USER_ADMIN_WITH_TOKEN_FOR_ELSEWHERE -> narrowed(role, Site.PRODUCTION);
        };
    }

    private Optional<String> ofUser(Grant... grants) {
        return Optional.of(site.people.token(site.people.user(grants)).secret());
    }

    private Optional<String> narrowed(Role most, String environment) {
        User user = site.people.user(People.grant(Role.ADMIN, Optional.empty()));
        return Optional.of(
                site.people.token(user, most, Optional.of(environment)).secret());
    }

    /** By which status, if it must be. */
    private static Optional<Integer> refused(Endpoint endpoint, Role role, With with) {
        if (endpoint.scope() == Scope.OPEN) {
            return Optional.empty();
        }
        if (with.isNobody()) {
            return Optional.of(401);
        }
        boolean elsewhere = switch (endpoint.scope()) {
            case OPEN, SELF, ANYWHERE -> false;
            case EVERYWHERE ->
                !with.isEverywhere()
                        && !(with == With.USER_VIEWER_EVERYWHERE_AND_MORE_THERE && endpoint.needs() == Role.VIEWER);
            case PATH,
                    QUERY,
                    BODY,
                    STAGES,
                    RUN,
                    ROLLOUT,
                    SCHEDULE,
                    CHANNEL,
                    ENROLMENT,
                    AGENT,
                    FINDING,
                    APPROVAL,
                    TOKEN -> with.isElsewhere();
        };
        boolean tooLittle = endpoint.scope() != Scope.SELF
                && (role.compareTo(endpoint.needs()) < 0 || with == With.USER_WITHOUT_GRANTS);
        return tooLittle || elsewhere ? Optional.of(403) : Optional.empty();
    }

    /** The table itself is judged by rules that do not come from it. */
    @Test
    void noRoleMayMoreThanItsWordsSay() {
        for (Endpoint endpoint : site.endpoints) {
            boolean ofAdmins = endpoint.path().contains("/tokens")
                    || endpoint.path().contains("/audit")
                    || endpoint.path().contains("/users");
            boolean halts = endpoint.path().endsWith("/halt");
            boolean releases = halts && endpoint.verb() == Endpoint.Verb.DELETE;
            boolean approves = endpoint.changes()
                    && (endpoint.path().contains("/approval")
                            || endpoint.path().endsWith("/rejection")
                            || endpoint.path().endsWith("/acceptance"));
            boolean setsUp = endpoint.changes()
                    && (endpoint.path().contains("/environments")
                            || endpoint.path().contains("/channels"))
                    && !halts;
            boolean ofOneself =
                    endpoint.path().contains("/sessions") || endpoint.path().endsWith("/me");
            Role least = ofOneself
                    ? Role.VIEWER
                    : ofAdmins || setsUp
                            ? Role.ADMIN
                            : releases || approves ? Role.APPROVER : endpoint.changes() ? Role.OPERATOR : Role.VIEWER;
            assertThat(endpoint.needs()).as(endpoint.id()).isEqualTo(least);
            assertThat(endpoint.scope() == Scope.OPEN)
                    .as(endpoint.id())
                    .isEqualTo(Set.of("getSignInProvider", "beginSession").contains(endpoint.id()));
            assertThat(endpoint.scope() == Scope.SELF)
                    .as(endpoint.id())
                    .isEqualTo(Set.of("whoAmI", "endSession").contains(endpoint.id()));
            boolean aboutUsersAsSuch = endpoint.changes()
                    && endpoint.path().contains("/users")
                    && !endpoint.path().contains("{environment}");
            if (aboutUsersAsSuch) {
                assertThat(endpoint.scope()).as(endpoint.id()).isEqualTo(Scope.EVERYWHERE);
            }
            if (endpoint.path().contains("{run}")) {
                assertThat(endpoint.scope()).as(endpoint.id()).isEqualTo(Scope.RUN);
            }
            if (endpoint.path().contains("{finding}")) {
                assertThat(endpoint.scope()).as(endpoint.id()).isEqualTo(Scope.FINDING);
            }
            if (endpoint.path().contains("{approval}")) {
                assertThat(endpoint.scope()).as(endpoint.id()).isEqualTo(Scope.APPROVAL);
            }
            if (endpoint.path().contains("{agent}")) {
                assertThat(endpoint.scope()).as(endpoint.id()).isEqualTo(Scope.AGENT);
            }
            if (endpoint.path().contains("{enrolment}")) {
                assertThat(endpoint.scope()).as(endpoint.id()).isEqualTo(Scope.ENROLMENT);
            }
            if (endpoint.path().contains("{rollout}")) {
                assertThat(endpoint.scope()).as(endpoint.id()).isEqualTo(Scope.ROLLOUT);
            }
            if (endpoint.path().contains("{channel}")) {
                assertThat(endpoint.scope()).as(endpoint.id()).isEqualTo(Scope.CHANNEL);
            }
            if (endpoint.path().contains("{schedule}")) {
                assertThat(endpoint.scope()).as(endpoint.id()).isEqualTo(Scope.SCHEDULE);
            }
        }
    }

    @Test
    void aTokenForOneEnvironmentSeesOnlyWhatBelongsToIt() throws Exception {
        String elsewhere = site.people
                .token(Role.ADMIN, Optional.of(Site.PRODUCTION), HOUR)
                .secret();
        for (String path : List.of(
                "/runs",
                "/schedules",
                "/rollouts",
                "/channels",
                "/enrolments",
                "/agents",
                "/tokens",
                "/environments",
                "/gate",
                "/findings",
                "/review?from=2026-01-01&to=2030-01-01")) {
            var response = site.send(
                    "GET", new Sample(Endpoints.API + path, Map.of(), Optional.empty()), Optional.of(elsewhere));
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).as(path).doesNotContain(Site.STAGING).doesNotContain(Site.RUN);
        }
    }

    @Test
    void nobodyMakesATokenThatMayMoreThanHisOwn() throws Exception {
        String ofStaging =
                site.people.token(Role.ADMIN, Optional.of(Site.STAGING), HOUR).secret();
        var everywhere = Json.object("name", "more", "role", "viewer");
        var response = site.send(
                "POST",
                new Sample(Endpoints.API + "/tokens", Map.of(), Optional.of(everywhere)),
                Optional.of(ofStaging));
        assertThat(response.statusCode()).isEqualTo(403);
    }
}
