package dev.shakeout.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.model.Json;
import dev.shakeout.model.Verdict;
import dev.shakeout.server.access.Role;
import dev.shakeout.server.channel.HttpReceiver;
import dev.shakeout.server.channel.HttpReceiver.Answer;
import dev.shakeout.server.store.AuditEntry;
import dev.shakeout.server.store.StoredRun;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Channels as somebody keeps them by HTTP, and what they are told of runs; the runs are played. */
class ChannelsTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String OPS = Endpoints.API + "/channels/ops";
    private static final Json.Obj BODY = (Json.Obj) JsonReader.read("""
            {"environment": "staging", "kind": "webhook", "on": ["before", "start", "halt", "end", "finding"],
             "target": {"url": "https://hooks.example.org/a-very-secret-path", "secret": "0123456789-very-secret",
                        "template": "{\\"text\\": \\"{{words}}\\"}"}}""");

    private Site site;
    private HttpReceiver receiver;
    private String admin;

    @BeforeEach
    void start() throws IOException {
        site = new Site(HaltTest.LASTING, true);
        receiver = new HttpReceiver();
        admin = site.people.admin();
    }

    @AfterEach
    void end() throws IOException {
        receiver.close();
        site.close();
        assertThat(site.troubles).isEmpty();
    }

    private HttpResponse<String> send(String verb, String path, Optional<Json.Obj> body, String... ifMatch)
            throws Exception {
        Map<String, String> headers = ifMatch.length == 0 ? Map.of() : Map.of("If-Match", ifMatch[0]);
        return site.send(verb, new Sample(path, headers, body), Optional.of(admin));
    }

    private HttpResponse<String> put(Json.Obj body, String... ifMatch) throws Exception {
        return send("PUT", OPS, Optional.of(body), ifMatch);
    }

    private static Json.Obj json(String text) {
        return (Json.Obj) JsonReader.read(text.replace('\'', '"'));
    }

    /** A channel to the receiver of the test. */
    private void told(String rules) throws Exception {
        Json.Obj body = json("{'environment': 'staging', 'kind': 'webhook', " + rules + "}")
                .with("target", Json.object("url", receiver.url("/hook")));
        var made = put(body);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    }

    private Json.Obj started() throws Exception {
        var response = send(
                "POST",
                Endpoints.API + "/runs",
                Optional.of(Json.object("experiment", Site.EXPERIMENT, "environment", Site.STAGING)));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return Site.json(response);
    }

    private StoredRun run(Json.Obj started) {
        String id = started.get("id").map(Json::text).orElseThrow();
        return site.store.read(work -> work.runs().find(id)).orElseThrow();
    }

    private StoredRun awaitEnd(Json.Obj started) {
        await().atMost(SOON).until(() -> run(started).state() == StoredRun.State.ENDED);
        return run(started);
    }

    private List<String> events() {
        return receiver.got.stream().map(got -> got.at("event")).toList();
    }

    private List<Json> messages() throws Exception {
        var response = send("GET", OPS + "/messages", Optional.empty());
        assertThat(response.statusCode()).isEqualTo(200);
        return ((Json.Arr) Site.json(response).get("items").orElseThrow()).items();
    }

    @Test
    void noAnswerNoLogAndNoFileOfTheDatabaseHoldsASecret() throws Exception {
        var made = put(BODY);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        Json.Obj channel = Site.json(made);
        assertThat(channel.get("place")).contains(Json.of("hooks.example.org"));
        assertThat(channel.get("target")).contains(Json.object("template", "{\"text\": \"{{words}}\"}"));
        var texts = new ArrayList<String>();
        texts.add(made.body());
        for (String path : List.of(OPS, Endpoints.API + "/channels", Endpoints.API + "/audit")) {
            texts.add(send("GET", path, Optional.empty()).body());
        }
        assertThat(texts).allSatisfy(text -> assertThat(text).doesNotContain("very-secret"));
        assertThat(site.filesOfTheDatabase())
                .isNotEmpty()
                .anySatisfy(text -> assertThat(text).contains("hooks.example.org"))
                .allSatisfy(text -> assertThat(text).doesNotContain("very-secret"));
    }

    @Test
    void aTargetStaysWhenItIsLeftOutAndIsGivenWholeOtherwise() throws Exception {
        put(BODY.with("target", Json.object("url", receiver.url("/one"), "secret", "0123456789-very-secret")));
        var members = new LinkedHashMap<>(BODY.members());
        members.remove("target");
        var without = new Json.Obj(members);
        assertThat(put(without.with("on", Json.of(List.of(Json.of("end"))))).statusCode())
                .as("which version?")
                .isEqualTo(428);
        var changed = put(without.with("on", Json.of(List.of(Json.of("end")))), "\"1\"");
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        assertThat(Site.json(changed).get("on")).contains(Json.of(List.of(Json.of("end"))));
        assertThat(Site.json(send("POST", OPS + "/test", Optional.empty())).get("delivered"))
                .contains(Json.of(true));
        assertThat(receiver.got.getFirst().header("webhook-signature")).isNotEmpty();

        put(without.with("target", Json.object("url", receiver.url("/two"))), "\"2\"");
        send("POST", OPS + "/test", Optional.empty());
        assertThat(receiver.got.getLast().path()).isEqualTo("/two");
        assertThat(receiver.got.getLast().header("webhook-signature"))
                .as("no secret goes to another address than that for which it was given")
                .isEmpty();
        var other = put(without.with("kind", Json.of("slack")), "\"3\"");
        assertThat(other.statusCode()).isEqualTo(400);
        assertThat(other.body()).contains("'target' is missing");
    }

    @Test
    void aTestAnswersWhatCameBack() throws Exception {
        told("'on': ['end']");
        receiver.answers(Answer.of(503, "out of order"));
        Json.Obj answer = Site.json(send("POST", OPS + "/test", Optional.empty()));
        assertThat(answer).isEqualTo(Json.object("delivered", false, "result", "answered 503: out of order"));
        assertThat(receiver.got.getFirst().at("event")).isEqualTo("test");
        assertThat(messages()).isEmpty();
    }

    @Test
    void aRunIsToldOfAsItGoes() throws Exception {
        told("'on': ['start', 'halt', 'end']");
        Json.Obj run = started();
        HaltTest.awaitUnderWay(site, run(run).id());
        send("POST", Endpoints.API + "/runs/" + run(run).id() + "/halt", Optional.empty());
        awaitEnd(run);
        await().atMost(SOON).until(() -> receiver.got.size() == 3);
        assertThat(events()).containsExactly("start", "halt", "end");
        HttpReceiver.Got end = receiver.got.getLast();
        assertThat(end.at("verdict")).isEqualTo("aborted");
        assertThat(end.at("reason")).isEqualTo("halted by token 'admin'");
        assertThat(end.at("requested-by")).isEqualTo("admin");
        await().atMost(SOON)
                .until(() -> messages().stream().allMatch(each -> state(each).equals("sent")));
        assertThat(messages())
                .extracting(each -> ((Json.Obj) each).get("event").orElseThrow().text())
                .as("newest first")
                .containsExactly("end", "halt", "start");
        var page = Site.json(send("GET", OPS + "/messages?limit=2", Optional.empty()));
        var rest = Site.json(send(
                "GET",
                OPS + "/messages?limit=2&after="
                        + page.get("next").orElseThrow().text(),
                Optional.empty()));
        assertThat(((Json.Arr) rest.get("items").orElseThrow()).items())
                .containsExactly(messages().getLast());
    }

    private static String state(Json message) {
        return ((Json.Obj) message).get("state").orElseThrow().text();
    }

    @Test
    void anAnnouncedRunWaitsSaysSoAndCanBeHalted() throws Exception {
        told("'on': ['before', 'end'], 'lead-time': '1h', 'must': true");
        Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Json.Obj run = started();
        assertThat(run.get("state")).contains(Json.of("waiting"));
        assertThat(run.get("reasons").orElseThrow().text()).contains("it is announced, and begins at ");
        await().atMost(SOON).until(() -> !receiver.got.isEmpty());
        assertThat(Instant.parse(receiver.got.getFirst().at("begins-at")))
                .isBetween(before.plus(Duration.ofHours(1)), Instant.now().plus(Duration.ofHours(1)));
        await().atMost(SOON).until(() -> state(messages().getFirst()).equals("sent"));
        assertThat(run(run).state()).isEqualTo(StoredRun.State.WAITING);

        send("POST", Endpoints.API + "/runs/" + run(run).id() + "/halt", Optional.empty());
        StoredRun ended = awaitEnd(run);
        assertThat(ended.verdict()).contains(Verdict.ABORTED);
        assertThat(ended.reasons()).containsExactly("halted by token 'admin'", "it was halted before it began");
        await().atMost(SOON).until(() -> events().equals(List.of("before", "end")));
    }

    @Test
    void oncePeopleKnowItBegins() throws Exception {
        told("'on': ['before', 'start'], 'lead-time': '2s', 'must': true");
        Json.Obj run = started();
        HaltTest.awaitUnderWay(site, run(run).id());
        assertThat(run(run).reasons()).isEmpty();
        await().atMost(SOON).until(() -> events().equals(List.of("before", "start")));
        List<AuditEntry> log = site.store.read(work -> work.audit().after(0, 100));
        assertThat(log).anyMatch(entry -> entry.action().equals("run.start"));
    }

    @Test
    void aRunThatCannotBeAnnouncedAndMustDoesNotBegin() throws Exception {
        told("'on': ['before'], 'must': true");
        receiver.answers(Answer.of(410, "nobody here"));
        StoredRun ended = awaitEnd(started());
        assertThat(ended.verdict()).contains(Verdict.REFUSED);
        assertThat(ended.reasons())
                .containsExactly(
                        "channel 'ops' must be told before a run begins, and was not: answered 410: nobody here;"
                                + " POST /api/v1/channels/ops/test tries it");
    }

    @Test
    void anAnnouncementThatNeedNotArriveKeepsNoRunFromBeginning() throws Exception {
        told("'on': ['before'], 'lead-time': '1s'");
        receiver.answers(Answer.of(500, ""));
        Json.Obj run = started();
        HaltTest.awaitUnderWay(site, run(run).id());
        assertThat(((Json.Obj) messages().getFirst())
                        .get("result")
                        .orElseThrow()
                        .text())
                .startsWith("the run began before it arrived; last: answered 500");
    }

    @Test
    void whatIsHaltedAndReleasedIsToldOf() throws Exception {
        told("'on': ['halt']");
        send("POST", Endpoints.API + "/environments/staging/halt", Optional.of(Json.object("reason", "it burns")));
        send("DELETE", Endpoints.API + "/environments/staging/halt", Optional.empty());
        await().atMost(SOON).until(() -> events().equals(List.of("halt", "release")));
        assertThat(receiver.got.getFirst().at("words")).isEqualTo("environment staging is halted: it burns");
    }

    @Test
    void aDeletedChannelIsToldNothingMore() throws Exception {
        told("'on': ['start', 'end']");
        receiver.answers(Answer.of(500, ""));
        Json.Obj run = started();
        HaltTest.awaitUnderWay(site, run(run).id());
        await().atMost(SOON).until(() -> !receiver.got.isEmpty());
        assertThat(send("DELETE", OPS, Optional.empty(), "\"2\"").statusCode()).isEqualTo(412);
        assertThat(send("DELETE", OPS, Optional.empty(), "\"1\"").statusCode()).isEqualTo(200);
        assertThat(send("GET", OPS, Optional.empty()).statusCode()).isEqualTo(404);
        told("'on': ['end']");
        assertThat(((Json.Obj) messages().getFirst()).get("result")).contains(Json.of("the channel was deleted"));
    }

    @Test
    void whoHasAChannelOfTheSameNameElsewhereSeesNothingOfTheFormerOne() throws Exception {
        told("'on': ['halt']");
        send("POST", Endpoints.API + "/environments/staging/halt", Optional.of(Json.object("reason", "it burns")));
        assertThat(messages()).hasSize(1);
        send("DELETE", OPS, Optional.empty(), "\"1\"");
        Json.Obj elsewhere = BODY.with("environment", Json.of(Site.PRODUCTION));
        assertThat(put(elsewhere).statusCode()).isEqualTo(201);
        assertThat(messages()).isEmpty();
        assertThat(put(BODY, "\"1\"").statusCode()).isEqualTo(200);
        assertThat(messages()).as("moved back").hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            kind | "pigeon" | one of webhook, slack
            on | ["before", "after"] | at least one of approval
            on | [] | at least one of approval
            must | true | "on": ["before", …]
            lead-time | "8d" | at most 168 h
            verdicts | ["passed"] | "on": ["end", …]
            environment | "nowhere" | no environment 'nowhere'
            target | {"url": "https://x.example.org", "secret": "short"} | at least 16 characters
            target | {"url": "https://x.example.org", "sekret": "0123456789abcdef"} | an object of what the kind
            target | {"routing-key": "x"} | has no 'routing-key'
            target | {"url": "https://x.example.org", "template": "{{who}}"} | {{who}}, which there is not
            """)
    void whatCannotBeIsRefusedWhenItIsWritten(String member, String value, String words) throws Exception {
        Json.Obj body = BODY.with("on", Json.of(List.of(Json.of(member.equals("lead-time") ? "before" : "start"))));
        var response = put(body.with(member, JsonReader.read(value)));
        assertThat(response.statusCode()).as(response.body()).isIn(400, 404);
        assertThat(Site.json(response).get("detail").orElseThrow().text()).contains(words);
        assertThat(send("GET", OPS, Optional.empty()).statusCode()).isEqualTo(404);
    }

    @Test
    void onlyAnAdminOfAllEnvironmentsLetsAChannelBePrivate() throws Exception {
        String ofStaging =
                site.people.token(Role.ADMIN, Optional.of(Site.STAGING), SOON).secret();
        var sample = new Sample(OPS, Map.of(), Optional.of(BODY.with("allow-private", Json.of(true))));
        var refused = site.send("PUT", sample, Optional.of(ofStaging));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("an admin of all environments may set");
        assertThat(site.send("PUT", sample, Optional.of(admin)).statusCode()).isEqualTo(201);
        var change = sample.with("If-Match", "\"1\"");
        assertThat(site.send("PUT", change, Optional.of(ofStaging)).statusCode())
                .as("nor leads it elsewhere")
                .isEqualTo(403);
        var all = new LinkedHashMap<>(BODY.members());
        all.remove("environment");
        assertThat(site.send("PUT", change.with(new Json.Obj(all)), Optional.of(ofStaging))
                        .statusCode())
                .as("nor makes it one for all environments")
                .isEqualTo(403);
    }

    /** Where the server does not let every channel be private. */
    @Test
    void aChannelAtThisHostIsToldNothingUnlessItMayBe() throws Exception {
        try (var guarded = new Site(HaltTest.LASTING)) {
            String token = guarded.people.admin();
            Json.Obj body = BODY.with("target", Json.object("url", receiver.url("/hook")));
            guarded.send("PUT", new Sample(OPS, Map.of(), Optional.of(body)), Optional.of(token));
            var test = new Sample(OPS + "/test", Map.of(), Optional.empty());
            assertThat(Site.json(guarded.send("POST", test, Optional.of(token)))
                            .get("result")
                            .orElseThrow()
                            .text())
                    .startsWith("its address 127.0.0.1 is one of a private network");
            assertThat(receiver.got).isEmpty();

            var allowed = new Sample(
                    OPS, Map.of("If-Match", "\"1\""), Optional.of(body.with("allow-private", Json.of(true))));
            guarded.send("PUT", allowed, Optional.of(token));
            assertThat(Site.json(guarded.send("POST", test, Optional.of(token))).get("delivered"))
                    .contains(Json.of(true));
        }
    }
}
