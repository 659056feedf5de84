package dev.shakeout.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.model.Json;
import dev.shakeout.server.access.Role;
import dev.shakeout.server.schedule.ScheduledStart.Outcome;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Schedules as somebody keeps them by HTTP. */
class SchedulesTest {
    private static final String WEEKLY = Endpoints.API + "/schedules/weekly";
    /** Of tokens: it is longer until the next start than until then. */
    private static final Duration MONTH = Duration.ofDays(30);

    private static final Json.Obj BODY = Json.object(
            "experiment",
            Site.EXPERIMENT,
            "environment",
            Site.STAGING,
            "when",
            "every Tuesday at 10:00",
            "time-zone",
            "Europe/Berlin");

    private Site site;
    private String operator;

    @BeforeEach
    void start() throws IOException {
        site = new Site();
        operator = site.people
                .token(Role.OPERATOR, Optional.of(Site.STAGING), MONTH)
                .secret();
    }

    @AfterEach
    void end() throws IOException {
        site.close();
        assertThat(site.troubles).isEmpty();
    }

    private HttpResponse<String> send(String verb, String path, Optional<Json.Obj> body, String... ifMatch)
            throws Exception {
        Map<String, String> headers = ifMatch.length == 0 ? Map.of() : Map.of("If-Match", ifMatch[0]);
        return site.send(verb, new Sample(path, headers, body), Optional.of(operator));
    }

    private HttpResponse<String> put(Json.Obj body, String... ifMatch) throws Exception {
        return send("PUT", WEEKLY, Optional.of(body), ifMatch);
    }

    private Json.Obj get(String path) throws Exception {
        var response = send("GET", path, Optional.empty());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Site.json(response);
    }

    private static List<String> texts(Json.Obj object, String member) {
        return ((Json.Arr) object.get(member).orElseThrow())
                .items().stream().map(Json::text).toList();
    }

    @Test
    void aScheduleTellsItsNextFiveStartsByTheClockOfItsZone() throws Exception {
        var made = put(BODY);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(made.headers().firstValue("ETag")).contains("\"1\"");
        Json.Obj schedule = get(WEEKLY);
        assertThat(texts(schedule, "next")).isEqualTo(texts(Site.json(made), "next"));
        assertThat(schedule.get("cron")).contains(Json.of("0 10 * * 2"));
        assertThat(texts(schedule, "next")).hasSize(5).allSatisfy(text -> {
            var moment = OffsetDateTime.parse(text);
            assertThat(moment.getHour()).isEqualTo(10);
            assertThat(moment.getDayOfWeek()).isEqualTo(DayOfWeek.TUESDAY);
        });
        assertThat(get(Endpoints.API + "/schedules").get("items")).contains(Json.of(List.of(schedule)));
    }

    @Test
    void itIsPausedAndResumedByWritingIt() throws Exception {
        put(BODY);
        assertThat(put(BODY.with("enabled", Json.of(false))).statusCode())
                .as("which version?")
                .isEqualTo(428);
        assertThat(put(BODY.with("enabled", Json.of(false)), "\"1\"").statusCode())
                .isEqualTo(200);
        assertThat(get(WEEKLY).get("enabled")).contains(Json.of(false));
        assertThat(texts(get(WEEKLY), "next")).isEmpty();
        assertThat(put(BODY, "\"1\"").statusCode()).isEqualTo(412);
        assertThat(put(BODY, "\"2\"").statusCode()).isEqualTo(200);
        assertThat(texts(get(WEEKLY), "next")).hasSize(5);
    }

    @Test
    void whatIsDueIsStartedAndToldOf() throws Exception {
        put(BODY.with("labels", Json.object("team", "payments")));
        site.ring("weekly");

        Json.Obj start =
                (Json.Obj) ((Json.Arr) get(WEEKLY + "/starts").get("items").orElseThrow())
                        .items()
                        .getFirst();
        assertThat(start.get("outcome")).contains(Json.of(Outcome.STARTED.word()));
        Json.Obj run =
                get(Endpoints.API + "/runs/" + start.get("run").orElseThrow().text());
        assertThat(run.get("labels")).contains(Json.object("schedule", "weekly", "team", "payments"));
        assertThat(run.get("environment")).contains(Json.of(Site.STAGING));
        assertThat(run.get("requested-by")).isEqualTo(get(WEEKLY).get("author"));
    }

    @Test
    void oneThatIsDeletedIsGoneAndItsRunsStay() throws Exception {
        put(BODY);
        site.ring("weekly");
        assertThat(send("DELETE", WEEKLY, Optional.empty()).statusCode()).isEqualTo(428);
        assertThat(send("DELETE", WEEKLY, Optional.empty(), "\"2\"").statusCode())
                .isEqualTo(412);
        assertThat(send("DELETE", WEEKLY, Optional.empty(), "\"1\"").statusCode())
                .isEqualTo(200);
        for (String path : List.of(WEEKLY, WEEKLY + "/starts")) {
            assertThat(send("GET", path, Optional.empty()).statusCode()).isEqualTo(404);
        }
        assertThat(((Json.Arr) get(Endpoints.API + "/runs").get("items").orElseThrow()).items())
                .hasSize(2);
        assertThat(put(BODY).statusCode()).as("it may come again").isEqualTo(201);
        assertThat(((Json.Arr) get(WEEKLY + "/starts").get("items").orElseThrow()).items())
                .hasSize(1);
        var admin = Optional.of(site.people.admin());
        var moved = new Sample(
                WEEKLY, Map.of("If-Match", "\"1\""), Optional.of(BODY.with("environment", Json.of(Site.PRODUCTION))));
        assertThat(site.send("PUT", moved, admin).statusCode()).isEqualTo(200);
        var starts = site.send("GET", new Sample(WEEKLY + "/starts", Map.of(), Optional.empty()), admin);
        assertThat(Site.json(starts).get("items"))
                .as("what was done in staging is not for whoever sees production")
                .contains(Json.of(List.of()));
    }

    @Test
    void nobodyWritesWhatAScheduleRunsWhereTheyMayRunNothing() throws Exception {
        String all = site.people.token(Role.OPERATOR, Optional.empty(), MONTH).secret();
        var newest = new Sample(WEEKLY, Map.of(), Optional.of(BODY.with("environment", Json.of(Site.PRODUCTION))));
        assertThat(site.send("PUT", newest, Optional.of(all)).statusCode()).isEqualTo(201);
        String experiment = Endpoints.API + "/experiments/" + Site.EXPERIMENT;
        Json.Obj body = Json.object("owner", "team", "definition", Json.object("title", "other"));
        var refused = send("PUT", experiment, Optional.of(body), "\"1\"");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("schedule 'weekly'", "environment 'production'", "experiment-version");

        var pinned = newest.with(
                        BODY.with("environment", Json.of(Site.PRODUCTION)).with("experiment-version", Json.of(1)))
                .with("If-Match", "\"1\"");
        assertThat(site.send("PUT", pinned, Optional.of(all)).statusCode()).isEqualTo(200);
        assertThat(send("PUT", experiment, Optional.of(body), "\"1\"").statusCode())
                .isEqualTo(200);
    }

    @Test
    void nobodyTakesOneFromAnEnvironmentInWhichHeMayNothing() throws Exception {
        String all = site.people.token(Role.OPERATOR, Optional.empty(), MONTH).secret();
        var production = BODY.with("environment", Json.of(Site.PRODUCTION));
        assertThat(put(production).statusCode()).as("not into it").isEqualTo(403);
        var sample = new Sample(WEEKLY, Map.of(), Optional.of(production));
        assertThat(site.send("PUT", sample, Optional.of(all)).statusCode()).isEqualTo(201);
        assertThat(put(BODY, "\"1\"").statusCode()).as("nor out of it").isEqualTo(403);
        assertThat(send("DELETE", WEEKLY, Optional.empty(), "\"1\"").statusCode())
                .isEqualTo(403);
        assertThat(send("GET", WEEKLY, Optional.empty()).statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            when | "every other Tuesday" | 'every Tuesday at 10:00'
            when | "0 25 * * *" | five fields
            time-zone | "Berlin" | Europe/Berlin
            experiment | "nothing" | PUT it first
            experiment-version | 7 | with version 7
            environment | "nowhere" | nowhere
            labels | {"schedule": "x"} | leave it out
            latest | "2h" | "missed": "once"
            jitter | "8d" | at most a day
            blackout | [{"from": "2026-12-24", "to": "2026-12-23", "reason": "x"}] | before it begins
            blackout | [{"from": "2026-12-24"}] | 'reason' is missing
            blackout | [{"from": "2026-02-30", "reason": "x"}] | a day such as
            """)
    void whatCannotBeIsRefusedWhenItIsWritten(String member, String value, String words) throws Exception {
        var response = put(BODY.with(member, JsonReader.read(value)));
        assertThat(response.statusCode()).as(response.body()).isIn(400, 403, 404);
        assertThat(Site.json(response).get("detail").orElseThrow().text()).contains(words);
        assertThat(send("GET", WEEKLY, Optional.empty()).statusCode()).isEqualTo(404);
    }
}
