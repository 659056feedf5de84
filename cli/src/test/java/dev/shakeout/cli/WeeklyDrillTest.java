package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.dialects.JsonReader;
import dev.shakeout.model.Json;
import dev.shakeout.testbed.Program;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of a weekly drill, as a person runs it. */
class WeeklyDrillTest {
    private static final Path ROOT =
            Path.of(System.getProperty("shakeout.home", "..")).toAbsolutePath().normalize();
    private static final Duration SOON = Duration.ofMinutes(2);

    @Test
    void theFourExperimentsAreDrilledEveryTuesday(@TempDir Path work) throws Exception {
        var shakeout = new Shakeout(work);
        Shakeout.Running server = shakeout.start("server", "--port", "0");
        try {
            var pattern = Pattern.compile("admin token, shown this once: (\\S+)\\s+listens at (\\S+),");
            await().atMost(SOON).until(() -> pattern.matcher(server.saidSoFar()).find());
            var said = pattern.matcher(server.saidSoFar());
            assertThat(said.find()).isTrue();
            check(work, said.group(1), said.group(2) + "/api/v1");
        } finally {
            server.process().destroy();
            server.end();
        }
    }

    private static void check(Path work, String token, String api) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var made = client.send(
                    request(api + "/environments/staging", token)
                            .PUT(BodyPublishers.ofString("{\"description\": \"for drills\"}"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(made.statusCode()).isEqualTo(201);
            for (int version = 1; version <= 2; version++) { // what is there is replaced
                assertThat(drill(work, token, api)).contains("fks-cpu-stress-training: every Tuesday at 10:45");
                for (String list : List.of("experiments", "schedules")) {
                    var answer =
                            client.send(request(api + "/" + list, token).GET().build(), BodyHandlers.ofString());
                    check(
                            list,
                            version,
                            ((Json.Arr) member(JsonReader.read("answer", answer.body()), "items")).items());
                }
            }
        }
    }

    private static void check(String list, int version, List<Json> items) {
        assertThat(items)
                .extracting(item -> member(item, "name").text())
                .containsExactly(
                        "fks-cpu-stress-training",
                        "fks-memory-exhaustion-data",
                        "fks-network-delay-execution",
                        "fks-pod-failure-auth");
        assertThat(items).allSatisfy(item -> {
            if (list.equals("schedules")) {
                assertThat(member(item, "version")).isEqualTo(Json.of(version));
                assertThat(member(item, "concurrency").text()).isEqualTo("forbid");
                String next =
                        ((Json.Arr) member(item, "next")).items().getFirst().text();
                assertThat(OffsetDateTime.parse(next).getDayOfWeek()).isEqualTo(DayOfWeek.TUESDAY);
            } else {
                assertThat(member(item, "version")).as("nothing in it changed").isEqualTo(Json.of(1));
                assertThat(member(member(member(item, "definition"), "configuration"), "api"))
                        .as("where the system runs is asked when it is drilled")
                        .isEqualTo(Json.object("type", "env", "key", "FKS_API"));
            }
        });
    }

    private static Json member(Json object, String name) {
        return ((Json.Obj) object).get(name).orElseThrow();
    }

    private static HttpRequest.Builder request(String url, String token) {
        return HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
    }

    /** What it says. */
    private static String drill(Path work, String token, String api) throws Exception {
        Path out = work.resolve("drill.txt");
        var builder = new ProcessBuilder(
                        "sh", ROOT.resolve("examples/fks/weekly-drill.sh").toString())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().put("SHAKEOUT_TOKEN", token);
        builder.environment().put("SHAKEOUT_SERVER", api.replace("/api/v1", ""));
        for (String name : List.of("FKS_API", "FKS_SUPERVISOR", "FKS_DATA", "FKS_TRAINING")) {
            builder.environment().put(name, "http://127.0.0.1:1"); // nothing is drilled before Tuesday
        }
        builder.environment().put("SHAKEOUT", command(work).toString());
        int status = builder.start().waitFor();
        assertThat(status).as(Files.readString(out)).isZero();
        return Files.readString(out);
    }

    /** The command of this build, as a file. */
    private static Path command(Path work) throws IOException {
        String words = List.of(
                        Shakeout.java(),
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Dshakeout.home=" + ROOT,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.shakeout.cli.Main")
                .stream()
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" "));
        return Program.script(work.resolve("shakeout"), "#!/bin/sh\nexec " + words + " \"$@\"\n");
    }
}
