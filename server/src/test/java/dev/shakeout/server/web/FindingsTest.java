package dev.shakeout.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Json;
import dev.shakeout.server.access.Role;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people make of findings, by HTTP. */
class FindingsTest {
    private static final String ALL = Endpoints.API + "/findings";
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

    private HttpResponse<String> post(String path, Json.Obj body, String token) throws Exception {
        return site.send("POST", new Sample(ALL + path, Map.of(), Optional.of(body)), Optional.of(token));
    }

    private Json.Obj get(String path) throws Exception {
        return Site.json(site.send("GET", new Sample(path, Map.of(), Optional.empty()), Optional.of(operator)));
    }

    private static String text(Json.Obj object, String member) {
        return object.get(member).map(Json::text).orElse("");
    }

    private static void assertRefused(HttpResponse<String> response, int status, String words) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(text(Site.json(response), "detail")).contains(words);
    }

    @Test
    void whatSomebodySaysIsKeptWithOwnerAndTicket() throws Exception {
        String id = site.fixtures.finding();
        assertThat(text(get(ALL + "/" + id), "status")).isEqualTo("open");
        var said = Json.object("owner", "payments", "ticket", "https://tickets.example.org/7");
        assertThat(text(Site.json(post("/" + id + "/acknowledgement", said, operator)), "status"))
                .isEqualTo("acknowledged");
        var fixed = Site.json(post("/" + id + "/fix", Json.object("reason", "a timeout"), operator));
        assertThat(text(fixed, "status")).isEqualTo("fixed");
        assertThat(text(fixed, "owner")).as("as before").isEqualTo("payments");
        assertThat(text(fixed, "verified")).isEqualTo("false");
        assertThat(get(ALL + "?status=fixed&experiment=" + Site.EXPERIMENT).compact())
                .contains(id);
        assertThat(get(ALL + "?status=open").compact()).doesNotContain(id);
        assertThat(site.store.read(work -> work.audit().after(0, 99)).stream()
                        .filter(entry -> entry.subject().equals("finding/" + id))
                        .map(entry -> entry.action() + entry.details().compact()))
                .containsExactly(
                        "finding.acknowledge{\"owner\":\"payments\",\"ticket\":\"https://tickets.example.org/7\","
                                + "\"reason\":\"\"}",
                        "finding.fix{\"owner\":\"payments\",\"ticket\":\"https://tickets.example.org/7\","
                                + "\"reason\":\"a timeout\"}");
    }

    @Test
    void onlyAnApproverAcceptsAndForAWhile() throws Exception {
        String id = site.fixtures.finding();
        String path = "/" + id + "/acceptance";
        Json.Obj month = Json.object(
                "until", Instant.now().plus(Duration.ofDays(30)).toString(), "reason", "rewritten next quarter");
        assertRefused(post(path, month, operator), 403, "this needs the role approver");
        assertRefused(post(path, Json.object("reason", "x"), approver), 400, "'until' is missing");
        assertRefused(
                post(path, month.with("until", Json.of("2020-01-01T00:00:00Z")), approver), 400, "is past already");
        assertRefused(post(path, month.with("until", Json.of("2126-01-01T00:00:00Z")), approver), 400, "within a year");
        var accepted = Site.json(post(path, month, approver));
        assertThat(text(accepted, "accepted-until")).isEqualTo(text(month, "until"));
        assertThat(text(Site.json(post("/" + id + "/reopening", Json.Obj.EMPTY, operator)), "accepted-until"))
                .isEmpty();
        assertRefused(post("/nothing/fix", Json.Obj.EMPTY, operator), 404, "there is no finding with the id 'nothing'");
    }

    @Test
    void aReviewNamesWhatWasOpenedAndClosed() throws Exception {
        String open = site.fixtures.finding();
        String fixed = site.fixtures.finding();
        post("/" + fixed + "/fix", Json.Obj.EMPTY, operator);
        String today = Instant.now().toString().substring(0, 10);

        Json.Obj review = get(Endpoints.API + "/review?from=" + today + "&to=" + today);
        assertThat(review.get("verdicts")).contains(Json.object("passed", 1));
        assertThat(review.get("unread")).as("the journal of the site is none").contains(Json.of(1));
        assertThat(review.get("opened").map(Json::compact).orElse("")).contains("title " + open, "title " + fixed);
        assertThat(review.get("closed").map(Json::compact).orElse(""))
                .contains("title " + fixed)
                .doesNotContain(open);

        Json.Obj before = get(Endpoints.API + "/review?from=2020-01-01&to=2020-03-31");
        assertThat(before.get("runs")).contains(Json.of(0));
        assertThat(text(get(Endpoints.API + "/review?from=2020-01-01"), "detail"))
                .contains("'to' is missing");
        assertThat(text(get(Endpoints.API + "/review?from=2020-02-01&to=2020-01-01"), "detail"))
                .contains("'to' is before 'from'");
    }
}
