package dev.shakeout.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.model.Json;
import dev.shakeout.server.access.Role;
import dev.shakeout.server.access.Secret;
import dev.shakeout.server.store.AuditEntry;
import dev.shakeout.server.store.Environment;
import dev.shakeout.server.store.ExperimentVersion;
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

/** Runs in an environment whose policy asks for two people, as they are let begin by HTTP. */
class ApprovalsTest {
    private static final String RUNS = Endpoints.API + "/runs";
    private static final String AHEAD = Endpoints.API + "/experiments/" + Site.EXPERIMENT + "/approvals";
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Json.Obj NOTHING = Json.Obj.EMPTY;
    /** Tells which approvals it was given. */
    private static final List<String> TELLING = List.of(
            "sh",
            "-c",
            "echo \"{\\\"message\\\": \\\"$*\\\", \\\"timestamp\\\": \\\"2026-01-01T00:00:00Z\\\", \\\"levelname\\\":"
                    + " \\\"INFO\\\"}\"; cat approvals.json",
            "sh");

    private Site site;
    private Made operator;
    private Made ada;
    private Made bo;

    @BeforeEach
    void start() throws IOException {
        site = new Site(TELLING);
        operator = site.people.token(Role.OPERATOR, Optional.empty(), HOUR);
        ada = site.people.token(Role.APPROVER, Optional.empty(), HOUR);
        bo = site.people.token(Role.APPROVER, Optional.of(Site.STAGING), HOUR);
        policy("environments: {staging: {approvals: {people: 2, within: 3h}}}");
    }

    @AfterEach
    void end() throws IOException {
        site.close();
        assertThat(site.troubles).isEmpty();
    }

    private void policy(String text) {
        site.store.change(work -> {
            Environment now = work.environments().find(Site.STAGING).orElseThrow();
            return work.environments()
                    .replace(new Environment(now.name(), now.description(), text, now.version() + 1, Instant.now()));
        });
    }

    private HttpResponse<String> post(String path, Json.Obj body, Made token) throws Exception {
        return site.send("POST", new Sample(path, Map.of(), Optional.of(body)), Optional.of(token.secret()));
    }

    private Json.Obj get(String path) throws Exception {
        return Site.json(
                site.send("GET", new Sample(path, Map.of(), Optional.empty()), Optional.of(operator.secret())));
    }

    private HttpResponse<String> revoke(String approval, Made token) throws Exception {
        return site.send(
                "DELETE",
                new Sample(Endpoints.API + "/approvals/" + approval, Map.of(), Optional.empty()),
                Optional.of(token.secret()));
    }

    private String started(Made token) throws Exception {
        var response = post(RUNS, Json.object("experiment", Site.EXPERIMENT, "environment", Site.STAGING), token);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return text(Site.json(response), "id");
    }

    private Json.Obj run(String id) throws Exception {
        return get(RUNS + "/" + id);
    }

    private static String text(Json.Obj object, String member) {
        return object.get(member).map(Json::text).orElse("");
    }

    private static void assertRefused(HttpResponse<String> response, int status, String... words) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(text(Site.json(response), "detail")).contains(words);
    }

    private static String approvals(String run) {
        return RUNS + "/" + run + "/approvals";
    }

    private void approved(String run, Made token) throws Exception {
        var response = post(approvals(run), NOTHING, token);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    }

    private void assertEnded(String run, String verdict, String... words) throws Exception {
        await().until(() -> text(run(run), "state").equals("ended"));
        assertThat(text(run(run), "verdict")).isEqualTo(verdict);
        assertThat(run(run).get("reasons").map(Json::compact).orElse("")).contains(words);
    }

    @Test
    void thoseWhoAreToApproveAreTold() throws Exception {
        Json.Obj channel = Json.object(
                "kind",
                "webhook",
                "target",
                Json.object("url", "https://127.0.0.1:9/x"),
                "on",
                Json.of(List.of(Json.of("approval"))));
        var made = site.send(
                "PUT",
                new Sample(Endpoints.API + "/channels/approvers", Map.of(), Optional.of(channel)),
                Optional.of(site.people.admin()));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);

        String run = started(operator);

        Json.Obj messages = get(Endpoints.API + "/channels/approvers/messages");
        assertThat(messages.compact())
                .contains("\"event\":\"approval\"", "\"run\":\"" + run + "\"")
                .contains("in staging waits for approval until ", "asks for the approval of 2 people");
    }

    @Test
    void whoeverWroteTheVersionMayStartItAndOthersApprove() throws Exception {
        site.store.change(work -> work.experiments()
                .replace(new ExperimentVersion(
                        Site.EXPERIMENT,
                        "team",
                        2,
                        "slow",
                        Json.object("title", "slow", "method", Json.of(List.of())),
                        operator.id(),
                        Instant.now())));
        String run = started(operator);

        approved(run, ada);
        approved(run, bo);
        site.decide(run, Instant.now());
        await().until(() -> text(run(run), "state").equals("ended"));
        var told = site.store.read(work -> work.events().after(run, 0, 9));
        assertThat(told).isNotEmpty();
    }

    @Test
    void aRunWaitsUntilTwoOthersHaveApprovedOfIt() throws Exception {
        String run = started(operator);
        assertThat(text(run(run), "state")).isEqualTo("pending");
        assertThat(text(run(run), "waits-for"))
                .isEqualTo("the policy of staging asks for the approval of 2 people, and there is that of none");
        assertThat(Instant.parse(text(run(run), "waits-until")))
                .isBetween(
                        Instant.now().plus(Duration.ofMinutes(179)),
                        Instant.now().plus(Duration.ofHours(3)));

        approved(run, ada);
        assertThat(text(run(run), "waits-for")).contains("that of approver (token " + ada.id() + ")");
        site.decide(run, Instant.now());
        assertThat(text(run(run), "state")).isEqualTo("pending");

        approved(run, bo);
        site.decide(run, Instant.now());
        await().until(() -> text(run(run), "state").equals("ended"));
        var told = site.store.read(work -> work.events().after(run, 0, 9));
        assertThat(told.getFirst().words()).contains("--policy policy.yaml", "--approvals approvals.json");
        assertThat(told.getLast().words())
                .contains("approver (token " + ada.id() + ")", "approver (token " + bo.id() + ")")
                .contains("\"sha256\":\"" + Secret.sha256("{\"title\":\"slow\",\"method\":[]}") + "\"")
                .doesNotContain("\"experiment\"");
        assertThat(site.store.read(work -> work.audit().after(0, 99)).stream()
                        .filter(entry -> entry.subject().equals("run/" + run))
                        .map(AuditEntry::action))
                .containsExactly("run.start", "run.approve", "run.approve", "run.begin", "run.end");
        assertRefused(post(approvals(run), NOTHING, ada), 409, "waits for nobody's approval: it has ended");
    }

    @Test
    void whoeverStartedItCannot() throws Exception {
        String run = started(ada);
        assertRefused(post(approvals(run), NOTHING, ada), 403, "started this run, and somebody else has to approve");
    }

    @Test
    void whoeverWroteThatVersionCannot() throws Exception {
        site.store.change(work -> work.experiments()
                .replace(new ExperimentVersion(
                        Site.EXPERIMENT,
                        "team",
                        2,
                        "slow",
                        Json.object("title", "slow", "method", Json.of(List.of())),
                        ada.id(),
                        Instant.now())));
        String run = started(operator);
        assertRefused(
                post(approvals(run), NOTHING, ada), 403, "wrote version 2 of 'slow', and somebody else has to approve");
        var ahead = Json.object(
                "environment",
                Site.STAGING,
                "version",
                2,
                "expires",
                Instant.now().plus(HOUR).toString());
        assertRefused(post(AHEAD, ahead, ada), 403, "wrote version 2");
    }

    @Test
    void nobodyCountsTwice() throws Exception {
        String run = started(operator);
        approved(run, ada);
        assertRefused(post(approvals(run), NOTHING, ada), 409, "has approved of run " + run + " already", "another");
    }

    @Test
    void roleAndEnvironmentAreToldWhenTheyAreWrong() throws Exception {
        String run = started(operator);
        assertRefused(post(approvals(run), NOTHING, operator), 403, "this needs the role approver");
        var elsewhere = site.people.token(Role.APPROVER, Optional.of(Site.PRODUCTION), HOUR);
        assertRefused(post(approvals(run), NOTHING, elsewhere), 403, "holds in production alone");
        assertRefused(post(approvals("nothing"), NOTHING, ada), 404, "there is no run 'nothing'");
    }

    @Test
    void whoLookedAtAnotherVersionIsTold() throws Exception {
        String run = started(operator);
        assertRefused(
                post(approvals(run), Json.object("version", 7), ada),
                409,
                "is of version 1 of 'slow', and you approve of version 7",
                "/versions/1 first");
    }

    @Test
    void anApproverRefusesARunAndSaysWhy() throws Exception {
        String run = started(operator);
        var response = post(RUNS + "/" + run + "/rejection", Json.object("reason", "release day"), bo);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertEnded(run, "refused", "token 'approver' refused it: release day");
        assertRefused(post(RUNS + "/" + run + "/rejection", Json.object("reason", "x"), bo), 409, "has ended refused");
        site.decide(run, Instant.now());
        assertEnded(run, "refused", "release day");
    }

    @Test
    void afterItsTimeItIsRefusedAndSaysWhoWasMissing() throws Exception {
        String run = started(operator);
        approved(run, ada);
        site.decide(run, Instant.now().plus(Duration.ofHours(3)));
        assertEnded(run, "refused", "within 3 h 0 m not enough people have approved", "of 2 people", ada.id());
        assertRefused(post(approvals(run), NOTHING, bo), 409, "it has ended refused");
    }

    @Test
    void haltWorksWhileItWaits() throws Exception {
        String run = started(operator);
        approved(run, ada);
        approved(run, bo);
        post(RUNS + "/" + run + "/halt", NOTHING, operator);
        site.decide(run, Instant.now());
        assertEnded(run, "aborted", "halted by token 'operator'");

        String other = started(operator);
        post(Endpoints.API + "/halt", Json.object("reason", "it burns"), operator);
        site.decide(other, Instant.now());
        assertEnded(other, "aborted", "it burns");
    }

    @Test
    void whatIsTakenBackCountsNoLonger() throws Exception {
        String run = started(operator);
        approved(run, ada);
        approved(run, bo);
        Json.Obj all = get(approvals(run));
        String first = all.get("items").orElseThrow() instanceof Json.Arr(var items)
                ? text((Json.Obj) items.getFirst(), "id")
                : "";
        assertThat(revoke(first, ada).statusCode()).isEqualTo(200);
        site.decide(run, Instant.now());
        assertThat(text(run(run), "state")).isEqualTo("pending");
        assertThat(text(run(run), "waits-for")).doesNotContain(ada.id()).contains(bo.id());

        approved(run, ada);
        site.decide(run, Instant.now());
        await().until(() -> text(run(run), "state").equals("ended"));
        assertRefused(revoke(first, ada), 409, "has begun or ended, and its approvals stand");
    }

    @Test
    void theApprovalOfATokenThatWasRevokedSinceDoesNotCount() throws Exception {
        String run = started(operator);
        approved(run, ada);
        approved(run, bo);
        site.store.change(work -> work.tokens().revoke(bo.id(), Instant.now()));
        site.decide(run, Instant.now());
        assertThat(text(run(run), "state")).isEqualTo("pending");
        policy("everywhere: {approvals: {people: 1}}");
        site.store.change(work -> work.tokens().revoke(operator.id(), Instant.now()));
        site.decide(run, Instant.now());
        var seen = site.store.read(work -> work.runs().find(run)).orElseThrow();
        assertThat(seen.reasons().getFirst()).contains("which started it, is good for nothing: it was revoked");
    }

    @Test
    void whatWasApprovedAheadOfTimeBeginsAtOnceUntilItChanges() throws Exception {
        Json.Obj ahead = Json.object(
                "environment",
                Site.STAGING,
                "version",
                1,
                "expires",
                Instant.now().plus(HOUR).toString());
        String waits = started(operator);
        assertThat(post(AHEAD, ahead, ada).statusCode()).isEqualTo(201);
        assertThat(post(AHEAD, ahead, bo).statusCode()).isEqualTo(201);
        site.decide(waits, Instant.now());
        await().until(() -> text(run(waits), "state").equals("ended"));
        String run = started(operator);
        assertThat(text(run(run), "state")).isNotEqualTo("pending");
        assertThat(get(AHEAD + "?environment=" + Site.STAGING).compact()).contains(ada.id(), bo.id());

        String own = started(ada);
        assertThat(text(run(own), "waits-for"))
                .as("not for what he starts")
                .contains("that of approver (token " + bo.id());

        site.store.change(work -> work.experiments()
                .replace(new ExperimentVersion(
                        Site.EXPERIMENT,
                        "team",
                        2,
                        "slow",
                        Json.object("title", "slow", "method", Json.of(List.of()), "tags", Json.of(List.of())),
                        "t",
                        Instant.now())));
        assertThat(text(run(started(operator)), "waits-for"))
                .contains("that of none; approvals of version 1 are not for this one");
    }

    @Test
    void anApprovalAheadOfTimeEndsAndSaysSo() throws Exception {
        var now = Instant.now();
        var late = Json.object(
                "environment",
                Site.STAGING,
                "version",
                1,
                "expires",
                now.minusSeconds(1).toString());
        assertRefused(post(AHEAD, late, ada), 400, "'expires' is past already");
        assertRefused(
                post(
                        AHEAD,
                        late.with(
                                "expires",
                                Json.of(now.plus(Duration.ofDays(400)).toString())),
                        ada),
                400,
                "within a year");
        Json.Obj soon =
                late.with("expires", Json.of(now.plus(Duration.ofMinutes(5)).toString()));
        assertRefused(post(AHEAD, soon.with("version", Json.of(9)), ada), 404, "no experiment 'slow' with version 9");
        assertRefused(
                post(AHEAD, soon.with("environment", Json.of("nowhere")), ada),
                404,
                "there is no environment 'nowhere'");
        assertThat(post(AHEAD, soon, ada).statusCode()).isEqualTo(201);
        assertThat(post(AHEAD, soon, bo).statusCode()).isEqualTo(201);
        policy("everywhere: {approvals: {people: 3}}");
        String run = started(operator);
        policy("everywhere: {approvals: {people: 2}}");
        site.decide(run, now.plus(Duration.ofMinutes(6)));
        assertThat(text(run(run), "waits-for")).contains("that of none");
    }
}
