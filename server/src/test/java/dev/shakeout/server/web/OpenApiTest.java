package dev.shakeout.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.shakeout.engine.JsonReader;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** What the served document says of each endpoint is what it does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiTest {
    private Site site;
    private Json.Obj document;
    private Optional<String> admin;

    @BeforeAll
    void start() throws Exception {
        site = new Site();
        admin = Optional.of(site.people.admin());
        var response = site.send("GET", new Sample(OpenApi.PATH, Map.of(), Optional.empty()), Optional.empty());
        assertThat(response.statusCode()).isEqualTo(200);
        document = Site.json(response);
    }

    @AfterAll
    void end() throws IOException {
        site.close();
        assertThat(site.troubles).isEmpty();
    }

    @Test
    void theDocumentHasAllThatThereIsAndNoMore() {
        var said = new TreeSet<String>();
        ((Json.Obj) at(document, "paths"))
                .members()
                .forEach((path, operations) -> ((Json.Obj) operations)
                        .members()
                        .keySet()
                        .forEach(verb -> said.add(verb.toUpperCase(Locale.ROOT) + " " + path)));
        assertThat(said)
                .containsExactlyInAnyOrderElementsOf(site.endpoints.stream()
                        .map(endpoint -> endpoint.verb() + " " + endpoint.path())
                        .toList());
        assertThat(site.endpoints).extracting(Endpoint::id).doesNotHaveDuplicates();
    }

    @TestFactory
    List<DynamicTest> everyAnswerIsWhatTheDocumentSays() {
        return each(endpoint -> {
            var response = site.send(endpoint, site.samples.of(endpoint), admin);
            judge(endpoint, response);
            assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(response.headers().firstValue("Content-Security-Policy")).isPresent();
        });
    }

    @TestFactory
    List<DynamicTest> whatTheDocumentDoesNotKnowIsRefused() {
        return each(endpoint -> {
            var sample = site.samples.of(endpoint);
            var stranger = new Sample(
                    sample.path() + (sample.path().contains("?") ? "&" : "?") + "stranger=1",
                    sample.headers(),
                    sample.body());
            refused(endpoint, stranger, 400, "stranger");
        });
    }

    @TestFactory
    List<DynamicTest> everyBodyIsHeldAgainstItsSchema() {
        return each(endpoint -> {
            if (endpoint.takes().isEmpty()) {
                return;
            }
            Shape shape = endpoint.takes().get();
            var sample = site.samples.of(endpoint);
            Json.Obj body = sample.body().orElseThrow();
            assertThat(valid(shape.reference(), body)).as("the example itself").isEmpty();
            for (Field field : shape.fields()) {
                var without = new LinkedHashMap<>(body.members());
                without.remove(field.name());
                var less = new Json.Obj(without);
                if (field.required()) {
                    assertThat(valid(shape.reference(), less)).isNotEmpty();
                    refused(endpoint, sample.with(less), 400, field.name());
                }
                for (Json wrong : List.of(Json.of(List.of()), Json.of(true), Json.of(-1))) {
                    if (wrong instanceof Json.Bool && field.kind().equals(Kind.FLAG)) {
                        continue;
                    }
                    var other = body.with(field.name(), wrong);
                    assertThat(valid(shape.reference(), other)).as("%s", other).isNotEmpty();
                    refused(endpoint, sample.with(other), 400, field.name());
                }
            }
            Json.Obj more = body.with("stranger", Json.of(1));
            assertThat(valid(shape.reference(), more)).isNotEmpty();
            refused(endpoint, sample.with(more), 400, "stranger");
            refused(endpoint, sample.with("Content-Type", "text/plain"), 415, "application/json");
            refused(endpoint, sample.with(body.with("stranger", Json.of("x".repeat(Web.LONGEST_BODY)))), 413, "bytes");
        });
    }

    @Test
    void whatAFlagMayBeIsTheSameInTheDocument() {
        Shape shape = site.endpoints.stream()
                .filter(endpoint -> endpoint.id().equals("putEnvironment"))
                .findFirst()
                .flatMap(Endpoint::takes)
                .orElseThrow();
        for (String text : List.of(
                "{'file': '/etc/flags.json', 'key': 'chaos'}",
                "{'environment': 'CHAOS'}",
                "{'ofrep': 'http://flagd:8016', 'key': 'chaos'}",
                "{'url': 'https://flags.example.org/chaos'}",
                "{'file': 'flags.json', 'key': 'chaos'}",
                "{'file': '/etc/flags.json'}",
                "{'file': '/etc/flags.json', 'key': 1}",
                "{'environment': ''}",
                "{'environment': 'CHAOS', 'key': 'chaos'}",
                "{'ofrep': 'ftp://flagd', 'key': 'chaos'}",
                "{'url': 'flags.example.org'}",
                "{}")) {
            var flag = (Json.Obj) JsonReader.read(text.replace('\'', '"'));
            Json.Obj body = Json.object("description", "", "flag", flag);
            assertThat(valid(shape.reference(), body).isEmpty())
                    .as(text)
                    .isEqualTo(Kind.SWITCH.takes().test(flag));
        }
    }

    @TestFactory
    List<DynamicTest> everyParameterIsHeldAgainstItsSchema() {
        return each(endpoint -> {
            for (Field field : endpoint.query()) {
                if (field.kind().equals(Kind.TEXT)) {
                    continue; // takes anything
                }
                var sample = site.samples.of(endpoint);
                String path = sample.path().split("\\?", 2)[0];
                refused(
                        endpoint,
                        new Sample(path + "?" + field.name() + "=%21", Map.of(), sample.body()),
                        400,
                        field.name());
            }
        });
    }

    @Test
    void whatIsAskedForIsReadAsItWasMeant() throws Exception {
        var asked =
                new Sample(Endpoints.API + "/gate?service=a%20b%2Bc&require=x&require=y*", Map.of(), Optional.empty());
        Json question = at(Site.json(site.send("GET", asked, admin)), "question");
        assertThat(question)
                .isEqualTo(JsonReader.read(
                        "{\"service\": \"a b+c\", \"max-age-seconds\": 604800, \"required\": [\"x\", \"y*\"]}"));
    }

    @Test
    void whatIsNotThereIsToldSo() throws Exception {
        for (var each : Map.of(
                        "DELETE /api/v1/runs",
                        405,
                        "GET /api/v1/nothing",
                        404,
                        "GET /",
                        404,
                        "PATCH /openapi.json",
                        404)
                .entrySet()) {
            String[] words = each.getKey().split(" ");
            var response = site.send(words[0], new Sample(words[1], Map.of(), Optional.empty()), admin);
            assertThat(response.statusCode()).as(each.getKey()).isEqualTo(each.getValue());
            assertThat(valid(problem(), Site.json(response))).isEmpty();
        }
    }

    private interface Check {
        void of(Endpoint endpoint) throws Exception;
    }

    private List<DynamicTest> each(Check check) {
        var tests = new ArrayList<DynamicTest>();
        site.endpoints.forEach(endpoint -> tests.add(dynamicTest(endpoint.id(), () -> check.of(endpoint))));
        return tests;
    }

    private void judge(Endpoint endpoint, HttpResponse<String> response) {
        Json responses =
                at(document, "paths", endpoint.path(), endpoint.verb().name().toLowerCase(Locale.ROOT), "responses");
        Json given = at(responses, Integer.toString(response.statusCode()), "content");
        String type = response.headers().firstValue("Content-Type").orElse("").split(";")[0];
        Json schema = at(given, type, "schema");
        if (type.equals("application/json")) {
            assertThat(valid((Json.Obj) schema, JsonReader.read(response.body())))
                    .as(response.body())
                    .isEmpty();
        } else if (type.equals("text/plain")) {
            assertThat(response.body().lines()).allMatch(line -> line.matches("# .*|\\w+(\\{.*})? \\d+"));
        } else {
            assertThat(response.body()).contains("id:", "data:");
        }
    }

    private void refused(Endpoint endpoint, Sample sample, int status, String named) throws Exception {
        long before = site.changes();
        var response = site.send(endpoint, sample, admin);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(valid(problem(), Site.json(response))).isEmpty();
        assertThat(response.body()).contains(named);
        assertThat(site.changes()).isEqualTo(before);
    }

    private static Json.Obj problem() {
        return Json.object("$ref", "#/components/schemas/Problem");
    }

    /** What is wrong with it, by the served document. */
    private List<String> valid(Json.Obj schema, Json value) {
        Json.Obj whole = schema.with("components", at(document, "components"));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(whole.compact(), InputFormat.JSON)
                .validate(
                        value.compact(),
                        InputFormat.JSON,
                        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(Object::toString)
                .toList();
    }

    private static Json at(Json json, String... keys) {
        Json here = json;
        for (String key : keys) {
            here = ((Json.Obj) here)
                    .get(key)
                    .orElseThrow(() -> new AssertionError("the document has no " + String.join(" / ", keys)));
        }
        return here;
    }
}
