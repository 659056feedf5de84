package dev.shakeout.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Json;
import dev.shakeout.server.access.Grant;
import dev.shakeout.server.access.Role;
import dev.shakeout.server.access.User;
import dev.shakeout.server.store.Environment;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What users may follows from what they are granted at that moment, and people are counted, not tokens. */
class UsersTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Optional<String> STAGING = Optional.of(Site.STAGING);
    private static final Optional<String> PRODUCTION = Optional.of(Site.PRODUCTION);
    private static final String RUNS = "/runs";

    private Site site;
    private Made admin;

    @BeforeEach
    void start() throws IOException {
        site = new Site();
        admin = site.people.token(Role.ADMIN, Optional.empty(), HOUR);
    }

    @AfterEach
    void end() throws IOException {
        site.close();
        assertThat(site.troubles).isEmpty();
    }

    private HttpResponse<String> ask(String verb, String path, Optional<Json.Obj> body, Made token) throws Exception {
        return site.send(verb, new Sample(Endpoints.API + path, Map.of(), body), Optional.of(token.secret()));
    }

    private int status(String verb, String path, Made token) throws Exception {
        return ask(verb, path, Optional.empty(), token).statusCode();
    }

    private void done(String verb, String path, Optional<Json.Obj> body) throws Exception {
        var response = ask(verb, path, body, admin);
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 201);
    }

    private static Optional<Json.Obj> role(String word) {
        return Optional.of(Json.object("role", word));
    }

    private static String detail(HttpResponse<String> response) {
        return Site.json(response).get("detail").map(Json::text).orElse("");
    }

    private String started(Made token) throws Exception {
        var run = ask(
                "POST",
                RUNS,
                Optional.of(Json.object("experiment", Site.EXPERIMENT, "environment", Site.STAGING)),
                token);
        assertThat(run.statusCode()).as(run.body()).isEqualTo(201);
        return Site.json(run).get("id").map(Json::text).orElse("");
    }

    @Test
    void aGrantCountsFromTheNextRequestOn() throws Exception {
        done("POST", "/users", Optional.of(Json.object("name", "ada")));
        var made = ask("POST", "/tokens", Optional.of(Json.object("name", "laptop", "user", "ada")), admin);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        var ada = new Made("", Site.json(made).get("token").map(Json::text).orElse(""));

        assertThat(detail(ask("GET", RUNS, Optional.empty(), ada))).contains("user 'ada' has no role anywhere");
        done("PUT", "/users/ada/grants/staging", role("approver"));
        assertThat(status("GET", "/environments/staging", ada)).isEqualTo(200);
        assertThat(detail(ask("GET", "/environments/production", Optional.empty(), ada)))
                .contains("user 'ada' holds in staging alone as viewer, and this is about production");
        done("PUT", "/users/ada/grant", role("viewer"));
        assertThat(status("GET", "/environments/production", ada)).isEqualTo(200);
        assertThat(status("DELETE", "/environments/production/halt", ada)).isEqualTo(403);
        assertThat(status("DELETE", "/environments/staging/halt", ada))
                .as("approver there; nothing is halted")
                .isEqualTo(404);
        done("POST", "/users/ada/disabled", Optional.empty());
        var disabled = ask("GET", RUNS, Optional.empty(), ada);
        assertThat(disabled.statusCode()).isEqualTo(401);
        assertThat(detail(disabled)).contains("user 'ada' may do nothing: an admin has disabled it");
        done("DELETE", "/users/ada/disabled", Optional.empty());
        done("DELETE", "/users/ada/grant", Optional.empty());
        done("DELETE", "/users/ada/grants/staging", Optional.empty());
        assertThat(status("GET", RUNS, ada)).isEqualTo(403);
        assertThat(status("DELETE", "/users/ada/grant", admin))
                .as("there is none")
                .isEqualTo(404);
    }

    @Test
    void listsShowTheEnvironmentsOfAUserAndNoOther() throws Exception {
        site.store.change(work -> work.environments().add(new Environment("lab", "", "", 1, Instant.now())));
        var two = site.people.token(site.people.user(
                People.grant(Role.VIEWER, PRODUCTION), People.grant(Role.APPROVER, Optional.of("lab"))));
        var three = site.people.token(
                site.people.user(People.grant(Role.VIEWER, PRODUCTION), People.grant(Role.OPERATOR, STAGING)));
        assertThat(ask("GET", "/environments", Optional.empty(), two).body())
                .contains("\"lab\"", "\"production\"")
                .doesNotContain("staging");
        assertThat(ask("GET", RUNS, Optional.empty(), two).body()).doesNotContain(Site.RUN);
        assertThat(ask("GET", RUNS, Optional.empty(), three).body()).contains(Site.RUN);
        assertThat(status("GET", RUNS + "?environment=lab", three)).isEqualTo(403);
        for (String path :
                List.of("/gate", "/review?from=2026-01-01&to=2030-01-01", "/schedules", "/rollouts", "/agents")) {
            assertThat(status("GET", path, two)).as(path).isEqualTo(200);
        }
    }

    @Test
    void twoTokensOfAPersonAreOnePersonForApprovals() throws Exception {
        site.store.change(work -> {
            var now = work.environments().find(Site.STAGING).orElseThrow();
            return work.environments()
                    .replace(new Environment(
                            now.name(),
                            "",
                            "environments: {staging: {approvals: {people: 2, within: 3h}}}",
                            now.version() + 1,
                            Instant.now()));
        });
        User ada = site.people.user(People.grant(Role.APPROVER, STAGING));
        var laptop = site.people.token(ada);
        var phone = site.people.session(ada, HOUR);
        var bo = site.people.token(site.people.user(People.grant(Role.APPROVER, Optional.empty())));

        String own = started(laptop);
        var refused = ask("POST", RUNS + "/" + own + "/approvals", Optional.of(Json.Obj.EMPTY), phone);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(detail(refused)).contains("user '" + ada.name() + "' started this run");

        String run = started(admin);
        String approvals = RUNS + "/" + run + "/approvals";
        assertThat(ask("POST", approvals, Optional.of(Json.Obj.EMPTY), laptop).statusCode())
                .isEqualTo(201);
        var again = ask("POST", approvals, Optional.of(Json.Obj.EMPTY), phone);
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(detail(again)).contains("counts once");
        var enough = ask("POST", approvals, Optional.of(Json.Obj.EMPTY), bo);
        assertThat(enough.body()).contains(ada.name() + " (user " + ada.id() + ")");

        assertThat(approvers(approvals)).hasSize(2);
        site.store.change(work -> work.users().revoke(ada.id(), STAGING));
        assertThat(approvers(approvals)).as("who is no approver any more").hasSize(1);
    }

    private List<Json> approvers(String approvals) throws Exception {
        return Site.json(ask("GET", approvals, Optional.empty(), admin))
                                .get("approvers")
                                .orElseThrow()
                        instanceof Json.Arr(var items)
                ? items
                : List.of();
    }

    @Test
    void theAuditLogNamesTheUserAndTheToken() throws Exception {
        User ada = site.people.user(People.grant(Role.OPERATOR, STAGING));
        var token = site.people.token(ada);
        started(token);
        var entry = site.store.read(work -> work.audit().after(0, 1_000)).stream()
                .filter(each ->
                        each.action().equals("run.start") || each.action().equals("run.request"))
                .reduce((_, last) -> last)
                .orElseThrow();
        assertThat(entry.actor()).isEqualTo(ada.id());
        assertThat(entry.details().get("by-user")).contains(Json.of(ada.name()));
        assertThat(entry.details().get("by-token")).contains(Json.of(token.id()));
    }

    @Test
    void whoAmITellsWhatMayBeDone() throws Exception {
        User ada = site.people.user(People.grant(Role.VIEWER, Optional.empty()), People.grant(Role.ADMIN, STAGING));
        var narrowed = site.people.token(ada, Role.OPERATOR, STAGING);
        Json.Obj me = Site.json(ask("GET", "/me", Optional.empty(), narrowed));
        assertThat(me.get("name")).contains(Json.of(ada.name()));
        assertThat(me.get("is")).contains(Json.of("user"));
        assertThat(me.get("may").orElseThrow().compact())
                .isEqualTo("[{\"environment\":\"staging\",\"role\":\"operator\"}]");
        assertThat(Site.json(ask("GET", "/me", Optional.empty(), site.people.token(site.people.user())))
                        .get("may")
                        .orElseThrow()
                        .compact())
                .isEqualTo("[]");
    }

    @Test
    void anAdminOfOneEnvironmentGrantsOnlyThere() throws Exception {
        var local = site.people.token(site.people.user(People.grant(Role.ADMIN, STAGING)));
        User bo = site.people.user(People.grant(Role.VIEWER, PRODUCTION));
        String path = "/users/" + bo.name();
        assertThat(ask("PUT", path + "/grants/staging", role("operator"), local).statusCode())
                .isEqualTo(200);
        assertThat(ask("PUT", path + "/grants/production", role("operator"), local)
                        .statusCode())
                .isEqualTo(403);
        assertThat(ask("PUT", path + "/grant", role("viewer"), local).statusCode())
                .isEqualTo(403);
        assertThat(status("POST", path + "/disabled", local)).isEqualTo(403);
        assertThat(ask("POST", "/users", Optional.of(Json.object("name", "x")), local)
                        .statusCode())
                .isEqualTo(403);
        assertThat(ask("GET", path, Optional.empty(), local).body())
                .contains("\"operator\"")
                .doesNotContain("production");
        assertThat(ask("POST", "/tokens", Optional.of(Json.object("name", "x", "user", bo.name())), local)
                        .statusCode())
                .as("one for all environments")
                .isEqualTo(403);
    }

    @Test
    void theLastAdminStays() throws Exception {
        User only = site.people.user(People.grant(Role.ADMIN, Optional.empty()));
        var token = site.people.token(only);
        assertThat(ask("DELETE", "/tokens/" + admin.id(), Optional.empty(), token)
                        .statusCode())
                .isEqualTo(200);
        String path = "/users/" + only.name();
        for (var response : List.of(
                ask("DELETE", path + "/grant", Optional.empty(), token),
                ask("PUT", path + "/grant", role("operator"), token),
                ask("POST", path + "/disabled", Optional.empty(), token),
                ask("DELETE", "/tokens/" + token.id(), Optional.empty(), token))) {
            assertThat(response.statusCode()).isEqualTo(409);
            assertThat(detail(response)).contains("make another one first");
        }
        assertThat(status("GET", "/users", token)).isEqualTo(200);
    }

    @Test
    void whoSignsInAndIsAdminIsOneThatRemains() throws Exception {
        var known = new User(
                "u1",
                "boss",
                Optional.empty(),
                Optional.of(new User.Subject(site.provider.issuer(), "boss")),
                "t",
                Instant.now(),
                Optional.empty());
        site.store.change(work -> {
            work.users().add(known);
            work.users().grant("u1", new Grant(Optional.empty(), Role.ADMIN, Optional.empty(), "t", Instant.now()));
            return known;
        });
        assertThat(status("DELETE", "/tokens/" + admin.id(), admin)).isEqualTo(200);
    }

    @Test
    void aNameIsNeverGivenTwice() throws Exception {
        done("POST", "/users", Optional.of(Json.object("name", "ada")));
        assertThat(ask("POST", "/users", Optional.of(Json.object("name", "ada")), admin)
                        .statusCode())
                .isEqualTo(409);
        assertThat(ask("POST", "/users", Optional.of(Json.object("name", "bo", "issuer", "https://x")), admin)
                        .statusCode())
                .isEqualTo(400);
    }
}
