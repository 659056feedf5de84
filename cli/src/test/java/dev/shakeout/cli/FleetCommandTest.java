package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.cli.Shakeout.Ended;
import dev.shakeout.cli.Shakeout.Running;
import dev.shakeout.dialects.JsonReader;
import dev.shakeout.model.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How agents join a server, are listed, and are let go. */
class FleetCommandTest extends WithFleet {
    @Test
    void agentsJoinAreListedComeBackAndAreRevoked() throws Exception {
        String one = shakeout.work().resolve("one").toString();
        String token = shakeout.write(
                        "one.token",
                        asked(
                                        "agents",
                                        "enrol",
                                        "--server",
                                        url,
                                        "--environment",
                                        "staging",
                                        "--label",
                                        "rack=*",
                                        "--label",
                                        "role=db",
                                        "--valid",
                                        "30m")
                                .out())
                .toString();
        Running first = join(one, "--enrol", token, "--label", "rack=7", "--name", "web-1");
        Running second =
                join(shakeout.work().resolve("two").toString(), "--enrol", enrolment("two.token", Json.Obj.EMPTY));
        String id = said(first, "connected to \\S+ as (\\S+) for staging");
        String other = said(second, "connected to \\S+ as (\\S+) for staging");
        assertThat(id).isNotEqualTo(other);
        assertThat(first.saidSoFar()).as("at the first try").startsWith("connected to");

        Json.Obj told = agent(id);
        assertThat(text(told, "name")).isEqualTo("web-1");
        assertThat(told.get("labels")).contains(Json.object("rack", "7", "role", "db"));
        assertThat(told.get("connected")).contains(Json.of(true));
        assertThat(text(told, "version")).isEqualTo(Version.NUMBER);
        assertThat(((Json.Obj) told.get("facts").orElseThrow()).get("kernel")).isPresent();
        assertThat(((Json.Obj) told.get("rungs").orElseThrow())
                        .get("process/pause")
                        .map(Json::compact))
                .hasValueSatisfying(rungs -> assertThat(rungs).startsWith("[\"signal\""));
        assertThat(Files.getPosixFilePermissions(Path.of(one, "key.json")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));

        Ended twice = join(one).end();
        assertThat(twice.status()).as(twice.toString()).isEqualTo(Exit.USAGE);
        assertThat(twice.err()).contains("is used by another agent");

        first.process().destroyForcibly().waitFor();
        await().atMost(SOON).until(() -> agent(id).get("connected").equals(Optional.of(Json.of(false))));
        Running again = join(one, "--label", "rack=7");
        assertThat(said(again, "connected to \\S+ as (\\S+) for staging")).isEqualTo(id);

        assertThat(asked("agents", "revoke", id, "--server", url).out()).contains("is cut off");
        Ended revoked = again.end();
        assertThat(revoked.status()).isEqualTo(9);
        assertThat(revoked.err()).contains("it was revoked");
        assertThat(second.process().isAlive()).isTrue();
        assertThat(agent(other).get("connected")).contains(Json.of(true));
        assertThat(asked("agents", "list", "--server", url, "--environment", "staging")
                        .out())
                .containsPattern(id + " +revoked +\\S+ in staging  rack=7, role=db\n")
                .containsPattern(other + " +connected ");
    }

    @Test
    void anAgentComesBackToAServerThatWasKilled() throws Exception {
        Running agent =
                join(shakeout.work().resolve("one").toString(), "--enrol", enrolment("one.token", Json.Obj.EMPTY));
        String id = said(agent, "connected to \\S+ as (\\S+) for staging");
        server.process().destroyForcibly().waitFor();
        said(agent, "(not connected to )");
        server = start("server", "--port", url.replaceFirst(".*:", ""));
        said(server, "listens at (\\S+),");
        assertThat(said(agent, "connected to \\S+ as (\\S+) for staging", 2)).isEqualTo(id);
        assertThat(agent(id).get("connected")).contains(Json.of(true));
        agent.process().destroy();
        assertThat(agent.end().status()).as("asked to end").isNotEqualTo(Exit.FAILED);
        await().atMost(SOON).until(() -> agent(id).get("connected").equals(Optional.of(Json.of(false))));
    }

    /** From a closed network, whose name servers know nothing of the server. */
    @Test
    void anAgentReachesItsServerByTlsThroughAProxyAndDialsAnewWhenThatIsCut() throws Exception {
        SelfSigned.Pem pem = SelfSigned.pem(shakeout.work());
        Running secure = start(
                "server",
                "--port",
                "0",
                "--data",
                shakeout.work().resolve("secure").toString(),
                "--certificate",
                pem.certificate().toString(),
                "--key",
                pem.key().toString());
        String owner = said(secure, "admin token, shown this once: (\\S+)");
        int port = Integer.parseInt(said(secure, "listens at https://127.0.0.1:(\\d+),"));
        try (var proxy = new PlayedProxy(port);
                var client = HttpClient.newBuilder()
                        .sslContext(SelfSigned.trusting(pem))
                        .build()) {
            String there = "https://127.0.0.1:" + port + "/api/v1";
            send(client, owner, "PUT", there + "/environments/staging", "{\"description\": \"\"}");
            String made = send(client, owner, "POST", there + "/enrolments", "{\"environment\": \"staging\"}");
            Path token = shakeout.write("one.token", text((Json.Obj) JsonReader.read("made", made), "token"));
            Running agent = shakeout.startBehind(
                    List.of(
                            "env",
                            "https_proxy=" + proxy.address(),
                            "JAVA_TOOL_OPTIONS=" + SelfSigned.trusting(shakeout.work())),
                    "agent",
                    "--server",
                    "https://" + SelfSigned.NAME,
                    "--data",
                    shakeout.work().resolve("one").toString(),
                    "--enrol",
                    token.toString());
            started.add(agent);
            String id = said(agent, "connected to wss://shakeout.test/\\S+ as (\\S+) for staging");
            assertThat(proxy.asked).containsOnly("CONNECT shakeout.test:443 HTTP/1.1");

            proxy.cut();
            assertThat(said(agent, "connected to wss://shakeout.test/\\S+ as (\\S+) for staging", 2))
                    .isEqualTo(id);
        }
    }

    private static String send(HttpClient client, String token, String verb, String to, String body) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(URI.create(to))
                                .header("Authorization", "Bearer " + token)
                                .header("Content-Type", "application/json")
                                .method(verb, HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void aReplayedTokenAStrangerAndAMistakeAreTold() throws Exception {
        String token = enrolment("one.token", Json.Obj.EMPTY);
        Running first = join(shakeout.work().resolve("one").toString(), "--enrol", token);
        said(first, "(connected to \\S+ as)");
        refused(
                9,
                "this token lets in nobody",
                join(shakeout.work().resolve("two").toString(), "--enrol", token));
        refused(
                9,
                "does not know this agent",
                join(shakeout.work().resolve("three").toString()));
        refused(
                Exit.USAGE,
                "that is no token",
                join(
                        shakeout.work().resolve("four").toString(),
                        "--enrol",
                        shakeout.write("bad.token", "two words").toString()));
        refused(Exit.USAGE, "cannot be read", join("five", "--enrol", "nowhere.token"));
        refused(Exit.USAGE, "takes no other option", start("agent", "--stdio", "--server", url));
        Path key = shakeout.work().resolve("one/key.json");
        first.process().destroy();
        first.end();
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        refused(
                Exit.USAGE,
                "others may read or change it",
                join(shakeout.work().resolve("one").toString()));
    }

    private static void refused(int status, String words, Running running) {
        Ended ended = running.end();
        assertThat(ended.status()).as(ended.toString()).isEqualTo(status);
        assertThat(ended.err()).contains(words);
    }
}
