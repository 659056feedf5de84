package dev.shakeout.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.model.Json;
import dev.shakeout.model.Verdict;
import dev.shakeout.server.access.Role;
import dev.shakeout.server.store.StoredRun;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Halting everything ends what is under way, and nothing begins until it is released; the runs are played. */
class HaltTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration SOON = Duration.ofSeconds(30);
    /** Says that it goes on, does so until it is asked to end, and then says that it was aborted. */
    static final List<String> LASTING =
            List.of("sh", "-c", "trap 'exit 6' TERM; echo under way; while :; do sleep 0.05; done");

    private Site site;
    private String operator = "";
    private String approver = "";

    @BeforeEach
    void start() throws IOException {
        site = new Site(LASTING);
        operator = site.people.token(Role.OPERATOR, Optional.empty(), HOUR).secret();
        approver = site.people.token(Role.APPROVER, Optional.empty(), HOUR).secret();
    }

    @AfterEach
    void end() throws IOException {
        site.close();
        assertThat(site.troubles).isEmpty();
    }

    @Test
    void everythingIsHaltedAndNothingBeginsUntilItIsReleased() throws Exception {
        String first = started(Site.STAGING);
        String second = started(Site.PRODUCTION);

        var halted = send("POST", "/halt", reason("the cluster burns"), operator);

        assertThat(halted.statusCode()).isEqualTo(201);
        assertThat(Site.json(halted).get("runs")).contains(Json.of(2));
        for (String run : List.of(first, second)) {
            StoredRun ended = awaitEnd(run);
            assertThat(ended.verdict()).contains(Verdict.ABORTED);
            assertThat(ended.reasons().getFirst())
                    .startsWith("everything was halted by token 'operator' at ")
                    .endsWith(": the cluster burns");
        }
        var refused = start(Site.STAGING);
        assertThat(refused.statusCode()).isEqualTo(423);
        assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(Site.json(refused).get("detail").map(Json::text).orElse(""))
                .as("who, when, why, and how it is released")
                .startsWith("everything was halted by token 'operator' at 20")
                .contains(": the cluster burns. ")
                .endsWith("an approver calls 'shakeout resume --server URL' (DELETE /api/v1/halt)");
        assertThat(send("DELETE", "/halt", Optional.empty(), operator).statusCode())
                .as("releasing is for approvers")
                .isEqualTo(403);

        assertThat(send("DELETE", "/halt", Optional.empty(), approver).statusCode())
                .isEqualTo(200);
        String third = started(Site.STAGING);
        assertThat(site.store
                        .read(work -> work.runs().find(third))
                        .orElseThrow()
                        .halt())
                .isFalse();
    }

    @Test
    void haltingTwiceKeepsTheFirstReasonAndSaysSo() throws Exception {
        send("POST", "/halt", reason("the first"), operator);
        long before = site.changes();

        var again = send("POST", "/halt", reason("the second"), approver);

        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(Site.json(again).get("already")).contains(Json.of(true));
        assertThat(Site.json(again).get("reason")).contains(Json.of("the first"));
        assertThat(Site.json(again).get("halted-by-name")).contains(Json.of("operator"));
        assertThat(site.changes()).as("nothing was changed").isEqualTo(before);
        assertThat(send("DELETE", "/halt", Optional.empty(), approver).statusCode())
                .isEqualTo(200);
        var nothing = send("DELETE", "/halt", Optional.empty(), approver);
        assertThat(nothing.statusCode()).isEqualTo(404);
        assertThat(nothing.body()).contains("everything is not halted");
    }

    @Test
    void oneEnvironmentIsHaltedAndTheOthersGoOn() throws Exception {
        String here = started(Site.STAGING);
        String there = started(Site.PRODUCTION);

        var halted = send("POST", "/environments/staging/halt", reason("tests"), operator);

        assertThat(Site.json(halted).get("runs")).contains(Json.of(1));
        assertThat(awaitEnd(here).reasons().getFirst()).startsWith("environment 'staging' was halted");
        assertThat(site.store
                        .read(work -> work.runs().find(there))
                        .orElseThrow()
                        .halt())
                .isFalse();
        assertThat(start(Site.STAGING).body()).contains("DELETE /api/v1/environments/staging/halt");
        assertThat(start(Site.PRODUCTION).statusCode()).isEqualTo(201);
        assertThat(send("POST", "/environments/nowhere/halt", reason("x"), operator)
                        .statusCode())
                .isEqualTo(404);
        assertThat(send("DELETE", "/halt", Optional.empty(), approver).statusCode())
                .as("released by its own name only")
                .isEqualTo(404);
    }

    @Test
    void aTokenOfOneEnvironmentSeesWhatConcernsIt() throws Exception {
        String ofProduction = site.people
                .token(Role.OPERATOR, Optional.of(Site.PRODUCTION), HOUR)
                .secret();
        send("POST", "/environments/staging/halt", reason("tests"), operator);
        assertThat(send("GET", "/halt", Optional.empty(), ofProduction).body()).doesNotContain("staging");
        send("POST", "/halt", reason("all"), operator);
        assertThat(send("GET", "/halt", Optional.empty(), ofProduction).body())
                .contains("\"all\"")
                .doesNotContain("staging");
        assertThat(send("GET", "/halt", Optional.empty(), operator).body()).contains("staging", "\"all\"");
        assertThat(send("POST", "/halt", reason("x"), ofProduction).statusCode())
                .as("it is not about all")
                .isEqualTo(403);
    }

    @Test
    void aRepeatedRequestIsAnsweredWithItsRunThoughItIsHalted() throws Exception {
        var request = new Sample(
                Endpoints.API + "/runs",
                Map.of("Idempotency-Key", "k"),
                Optional.of(Json.object("experiment", Site.EXPERIMENT, "environment", Site.STAGING)));
        var first = site.send("POST", request, Optional.of(operator));
        send("POST", "/halt", reason("all"), operator);
        var again = site.send("POST", request, Optional.of(operator));
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(Site.json(again).get("id")).isEqualTo(Site.json(first).get("id"));
    }

    @Test
    void whatAnotherServerWasAskedForIsSeenHere() throws Exception {
        String run = started(Site.STAGING);
        site.store.change(work -> work.runs().haltAll(Optional.empty(), "asked elsewhere"));
        assertThat(awaitEnd(run).reasons().getFirst()).isEqualTo("asked elsewhere");
    }

    private String started(String environment) throws Exception {
        var response = start(environment);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        String id = Site.json(response).get("id").map(Json::text).orElseThrow();
        awaitUnderWay(site, id);
        return id;
    }

    private HttpResponse<String> start(String environment) throws Exception {
        return send(
                "POST",
                "/runs",
                Optional.of(Json.object("experiment", Site.EXPERIMENT, "environment", environment)),
                operator);
    }

    static void awaitUnderWay(Site site, String id) {
        await().atMost(SOON).until(() -> site.store.read(work -> work.events().last(id)) > 0);
    }

    private StoredRun awaitEnd(String id) {
        await().atMost(SOON)
                .until(() -> site.store
                                .read(work -> work.runs().find(id))
                                .orElseThrow()
                                .state()
                        == StoredRun.State.ENDED);
        return site.store.read(work -> work.runs().find(id)).orElseThrow();
    }

    private static Optional<Json.Obj> reason(String words) {
        return Optional.of(Json.object("reason", words));
    }

    private HttpResponse<String> send(String verb, String path, Optional<Json.Obj> body, String token)
            throws Exception {
        return site.send(verb, new Sample(Endpoints.API + path, Map.of(), body), Optional.of(token));
    }
}
