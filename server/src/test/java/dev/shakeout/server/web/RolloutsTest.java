package dev.shakeout.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.model.Json;
import dev.shakeout.server.access.Role;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rollouts as somebody keeps them by HTTP. */
class RolloutsTest {
    private static final String ALL = Endpoints.API + "/rollouts";
    private static final Duration HOUR = Duration.ofHours(1);

    private Site site;
    private String operator;
    private String approver;

    @BeforeEach
    void start() throws IOException {
        site = new Site();
        operator = site.people.token(Role.OPERATOR, Optional.empty(), HOUR).secret();
        approver = site.people.token(Role.APPROVER, Optional.empty(), HOUR).secret();
    }

    @AfterEach
    void end() throws IOException {
        site.close();
        assertThat(site.troubles).isEmpty();
    }

    private HttpResponse<String> post(String path, Json.Obj body, String token, String... key) throws Exception {
        Map<String, String> headers = key.length == 0 ? Map.of() : Map.of("Idempotency-Key", key[0]);
        return site.send("POST", new Sample(path, headers, Optional.of(body)), Optional.of(token));
    }

    private static Json.Obj order(Json.Obj... stages) {
        return Json.object("experiment", Site.EXPERIMENT, "stages", Json.of(List.of(stages)));
    }

    private static Json.Obj stage(String environment) {
        return Json.object("environment", environment, "at-most", "1", "approval", true);
    }

    private String begun(Json.Obj order) throws Exception {
        var response = post(ALL, order, operator);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return text(Site.json(response), "id");
    }

    private static String text(Json.Obj object, String member) {
        return object.get(member).orElseThrow().text();
    }

    private static String detail(HttpResponse<String> response) {
        return text(Site.json(response), "detail");
    }

    @Test
    void itTellsItsStagesAndWhatHasBecomeOfThem() throws Exception {
        var stage = Json.object("environment", Site.STAGING, "at-most", "25%", "bake", "90m", "approval", true);
        String id = begun(order(stage).with("labels", Json.object("version", "7")));

        var response = site.send("GET", new Sample(ALL + "/" + id, Map.of(), Optional.empty()), Optional.of(operator));

        Json.Obj rollout = Site.json(response);
        assertThat(text(rollout, "state")).isEqualTo("running");
        assertThat(rollout.get("version")).contains(Json.of(1));
        assertThat(rollout.get("stages"))
                .contains(Json.of(List.of(Json.object(
                        "number",
                        1,
                        "environment",
                        Site.STAGING,
                        "at-most",
                        "25%",
                        "bake-seconds",
                        5400,
                        "approval",
                        true))));
        assertThat(response.headers().firstValue("Location")).isEmpty();
    }

    @Test
    void aRequestThatIsRepeatedBeginsNoSecondOne() throws Exception {
        Json.Obj order = order(stage(Site.STAGING));
        var first = post(ALL, order, operator, "deploy-7");
        var again = post(ALL, order, operator, "deploy-7");
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(text(Site.json(again), "id")).isEqualTo(text(Site.json(first), "id"));

        var other = post(ALL, order(stage(Site.STAGING), stage(Site.PRODUCTION)), operator, "deploy-7");
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(detail(other)).contains("take a new key");
    }

    @Test
    void somebodyElseHasToApprove() throws Exception {
        var own = site.people.token(Role.APPROVER, Optional.empty(), HOUR).secret();
        var begun = post(ALL, order(stage(Site.STAGING)), own);
        String approval = ALL + "/" + text(Site.json(begun), "id") + "/approval";

        var refused = post(approval, Json.object("stage", 1), own);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(detail(refused)).contains("somebody else has to approve");

        var approved = post(approval, Json.object("stage", 1), approver);
        assertThat(approved.statusCode()).as(approved.body()).isEqualTo(200);
        assertThat(approved.body()).contains("\"approved-by\"");
        long changes = site.changes();
        assertThat(post(approval, Json.object("stage", 1), approver).body()).isEqualTo(approved.body());
        assertThat(site.changes()).as("once").isEqualTo(changes);
    }

    @Test
    void anApproverApprovesOnlyWhereHisTokenHolds() throws Exception {
        String id = begun(order(stage(Site.STAGING), stage(Site.PRODUCTION)));
        String ofStaging = site.people
                .token(Role.APPROVER, Optional.of(Site.STAGING), HOUR)
                .secret();

        assertThat(post(ALL + "/" + id + "/approval", Json.object("stage", 1), ofStaging)
                        .statusCode())
                .isEqualTo(200);
        var production = post(ALL + "/" + id + "/approval", Json.object("stage", 2), ofStaging);
        assertThat(production.statusCode()).isEqualTo(403);
        assertThat(detail(production)).contains("does not hold in production");
    }

    @Test
    void whatIsNotThereOrWantsNobodysApprovalIsTold() throws Exception {
        String id = begun(order(Json.object("environment", Site.STAGING, "approval", false), stage(Site.STAGING)));
        assertThat(detail(post(ALL + "/" + id + "/approval", Json.object("stage", 3), approver)))
                .contains("has no stage 3, but 2");
        assertThat(detail(post(ALL + "/" + id + "/approval", Json.object("stage", 1), approver)))
                .isEqualTo("stage 1 (all in staging) wants nobody's approval");
    }

    @Test
    void whatIsHaltedStaysSo() throws Exception {
        String id = begun(order(stage(Site.STAGING)));
        var halt = new Sample(ALL + "/" + id + "/halt", Map.of(), Optional.empty());
        var halted = site.send("POST", halt, Optional.of(operator));
        assertThat(halted.statusCode()).isEqualTo(202);
        assertThat(text(Site.json(halted), "state")).isEqualTo("stopped");
        assertThat(text(Site.json(halted), "reason")).isEqualTo("halted by token 'operator'");

        long changes = site.changes();
        assertThat(site.send("POST", halt, Optional.of(operator)).body()).isEqualTo(halted.body());
        assertThat(site.changes()).isEqualTo(changes);
        var late = post(ALL + "/" + id + "/approval", Json.object("stage", 1), approver);
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(detail(late)).contains("has ended: stopped, as halted by token 'operator'");
    }

    @Test
    void aTokenForOneEnvironmentBeginsNoneThatGoesFurther() throws Exception {
        String ofStaging = site.people
                .token(Role.OPERATOR, Optional.of(Site.STAGING), HOUR)
                .secret();
        var refused = post(ALL, order(stage(Site.STAGING), stage(Site.PRODUCTION)), ofStaging);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(post(ALL, order(stage(Site.STAGING)), ofStaging).statusCode())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"experiment": "slow", "stages": []}                                              | 'stages' must be a list of at least one object
            {"experiment": "slow", "stages": [{"at-most": "1"}]}                              | 'environment' is missing
            {"experiment": "slow", "stages": [{"environment": "staging", "at-most": "0"}]}    | 'at-most' must be a number of targets
            {"experiment": "slow", "stages": [{"environment": "staging", "at-most": 5}]}      | 'at-most' must be a number of targets
            {"experiment": "slow", "stages": [{"environment": "staging", "bake": "2000d"}]}   | 'bake' must be at most 90 days
            {"experiment": "slow", "stages": [{"environment": "staging", "bakes": "2m"}]}     | there is no member 'bakes' here; did you mean 'bake'?
            {"experiment": "slow", "stages": [{"environment": "nowhere"}]}                    | there is no environment 'nowhere'
            {"experiment": "fast", "stages": [{"environment": "staging"}]}                    | there is no experiment 'fast'; PUT it first
            {"experiment": "slow", "version": 2, "stages": [{"environment": "staging"}]}      | there is no experiment 'slow' with version 2
            {"experiment": "slow", "labels": {"rollout": "x"}, "stages": [{"environment": "staging"}]} | from its id; leave it out
            """)
    void whatCannotBeIsToldBeforeAnythingBegins(String body, String told) throws Exception {
        long changes = site.changes();
        var order = (Json.Obj) JsonReader.read(body);
        assertThat(detail(post(ALL, order, operator))).contains(told);
        assertThat(site.changes()).isEqualTo(changes);
    }
}
