package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.shakeout.cli.Shakeout.Ended;
import dev.shakeout.model.Verdict;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever keeps a command from working against a server is said to the one who must act; the server is real, its runs are played. */
class ServerRefusalsTest extends WithServer {
    private Ended login(String token) {
        return shell.typing(token).run("login", "--server", url);
    }

    private Ended runWith(String token, String... more) {
        var words = new ArrayList<>(List.of("run", "quick", "--server", url));
        words.addAll(List.of("--journal-path", home.resolve("journal.json").toString()));
        words.addAll(List.of(more));
        return shell.with("SHAKEOUT_TOKEN", token).run(words.toArray(String[]::new));
    }

    @Test
    void aTokenIsKeptWhereOnlyItsHolderCanReadItAndForgotten() throws Exception {
        Ended kept = login(admin);
        assertThat(kept.status()).as(kept.toString()).isZero();
        assertThat(kept.out() + kept.err()).doesNotContain(admin);
        Path file = home.resolve(".config/shakeout/tokens.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(shell.run("runs", "--server", url + "/").status()).isZero();
        assertThat(shell.with("SHAKEOUT_SERVER", url).run("runs").status()).isZero();

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertSays(shell.run("runs", "--server", url), 2, "chmod 600");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        assertThat(shell.run("logout", "--server", url).out()).contains("is forgotten");
        assertThat(shell.run("logout", "--server", url).out()).contains("There was no token");
        assertSays(shell.run("runs", "--server", url), 2, "there is no token for " + url, "shakeout login --server");
    }

    @Test
    void anAnnouncedRunSaysThatItWaits() throws Exception {
        ask("PUT", "/environments/production", "{\"description\": \"\"}");
        ask("PUT", "/channels/ops", """
                {"environment": "production", "kind": "webhook", "on": ["before"], "lead-time": "10ms",
                 "target": {"url": "http://127.0.0.1:9/"}}""");
        Ended ended = runWith(admin, "--environment", "production");
        assertThat(ended.out()).as(ended.toString()).contains("waits    it is announced, and begins at 20");

        ask("PUT", "/channels/must", """
                {"environment": "production", "kind": "webhook", "on": ["before"], "must": true,
                 "target": {"url": "http://127.0.0.1:9/"}}""");
        Ended refused = runWith(admin, "--environment", "production");
        assertThat(refused.status()).as(refused.toString()).isEqualTo(Verdict.REFUSED.exitCode());
        assertThat(refused.out() + refused.err())
                .contains("channel 'must' must be told before a run begins, and was not: its address 127.0.0.1");
    }

    @Test
    void whatASecretsKeyCannotBeIsToldBeforeAnythingIsOpened(@TempDir Path data) {
        String key = data.resolve("key").toString();
        assertSays(
                shell.run("server", "--data", key, "--secrets-key", key, "--secrets-key-command", "true"),
                2,
                "two ways to the same key");
        assertSays(shell.run("server", "--data", key, "--secrets-key", key), 2, "cannot be read");
        assertSays(
                shell.run("server", "--data", key, "--secrets-key-command", "echo half-a-key"),
                2,
                "openssl rand -base64 32");
        assertSays(
                shell.with("SHAKEOUT_SMTP", "mail:hunter2@x").run("server", "--data", key),
                2,
                "smtp://USER:PASSWORD@HOST");
        assertSays(
                shell.run("server", "--data", key, "--rotate-secrets", key, "--forget", "400d"), 2, "are two commands");
        assertSays(shell.run("server", "--data", key, "--rotate-secrets", key), 2, "holds no store");
    }

    @Test
    void theFolderForSettingsIsWhereTheVariableSays() {
        Ended kept = shell.with("XDG_CONFIG_HOME", home.resolve("x").toString())
                .typing(admin)
                .run("login", "--server", url);
        assertThat(kept.status()).as(kept.toString()).isZero();
        assertThat(home.resolve("x/shakeout/tokens.json")).isRegularFile();
        assertThat(home.resolve(".config")).doesNotExist();
    }

    @Test
    void aTokenThatHoldsNotIsNotKept() throws Exception {
        assertSays(login("shakeout_wrong"), 2, "nobody has made this token here", "shakeout login");
        assertSays(login(""), 2, "that is no token");
        assertThat(home.resolve(".config")).doesNotExist();
        String soon = Instant.now().plusMillis(500).toString();
        String brief = token("viewer", ", \"expires-at\": \"" + soon + "\"");
        await().until(() -> login(brief).status() == 2);
        assertSays(login(brief), 2, "it expired at", "Ask an admin for a new one; then: shakeout login");
    }

    @Test
    void aTokenIsNotSentWhereOthersCouldReadIt() {
        assertSays(shell.run("runs", "--server", "http://shakeout.example.org"), 2, "--insecure-http", "https");
        assertSays(
                shell.with("SHAKEOUT_SERVER", "http://10.0.0.1").run("gate", "--service", "x"),
                2,
                "$SHAKEOUT_SERVER: http://10.0.0.1");
        assertSays(shell.run("runs", "--server", "http://127.0.0.1.example.org"), 2, "could read the token");
        assertSays(shell.run("runs", "--server", "ftp://x"), 2, "is no address of a server");
        assertSays(shell.run("runs", "--server", "https://user:secret@x"), 2, "shakeout login");
        assertSays(shell.run("runs"), 2, "which server?");
    }

    @Test
    void nobodyThereIsSaidWithWhatCanBeDone() {
        Ended ended = shell.with("SHAKEOUT_TOKEN", "t").run("runs", "--server", "http://127.0.0.1:1");
        assertSays(ended, 7, "http://127.0.0.1:1 cannot be reached", "is 'shakeout server' running?");
    }

    @Test
    void somethingElseThatAnswersIsNoServerOfOurs() throws Exception {
        try (var other = new PlayedServer()
                .with("GET /api/v1/runs", PlayedServer.text(404, "text/html", "<html>"))
                .with("GET /api/v1/gate", PlayedServer.text(200, "text/html", "<html>"))
                .with("GET /api/v1/halt", exchange -> {
                    exchange.getResponseHeaders().set("Location", "https://elsewhere.example.org");
                    exchange.sendResponseHeaders(302, -1);
                })) {
            var asked = shell.with("SHAKEOUT_TOKEN", "t");
            assertSays(asked.run("runs", "--server", other.url()), 2, "not as a Shakeout server does");
            assertSays(asked.run("gate", "--server", other.url()), 7, "is this the address of a Shakeout server?");
            assertSays(shell.typing("t").run("login", "--server", other.url()), 2, "sends on to https://elsewhere");
            other.with("GET /api/v1/runs", PlayedServer.text(502, "text/html", "bad gateway"));
            assertSays(asked.run("runs", "--server", other.url()), 7, "status 502", "try again later");
        }
    }

    @Test
    void httpsWorksAndACertificateThatNobodyVouchesForIsRefused(@TempDir Path work) throws Exception {
        var secure = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(SelfSigned.context(work)));
        secure.createContext("/api/v1/runs", exchange -> {
            try (exchange) {
                PlayedServer.json(200, "{\"items\": []}").answer(exchange);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        secure.start();
        try {
            String address = "https://127.0.0.1:" + secure.getAddress().getPort();
            assertSays(
                    shell.with("SHAKEOUT_TOKEN", "t").run("runs", "--server", address), 7, "certificate", "trustStore");
            var trusting = new Shakeout(work)
                    .startBehind(
                            List.of(
                                    "env",
                                    "SHAKEOUT_TOKEN=t",
                                    "JAVA_TOOL_OPTIONS=-Djavax.net.ssl.trustStore=" + work.resolve("keys.p12")
                                            + " -Djavax.net.ssl.trustStorePassword=secret"),
                            "runs",
                            "--server",
                            address);
            Ended ended = trusting.end();
            assertThat(ended.status()).as(ended.toString()).isZero();
            assertThat(ended.out()).contains("There is no such run.");
        } finally {
            secure.stop(0);
        }
    }

    @Test
    void whatARunNeedsIsSaid() throws Exception {
        assertSays(runWith(admin), 2, "where is it to be run?", "--environment");
        assertSays(runWith(admin, "--environment", "nowhere"), 2, "there is no environment 'nowhere'");
        assertSays(
                runWith(admin, "--environment", "staging", "--version", "9"),
                2,
                "no experiment 'quick' with version 9");
        assertSays(
                runWith(admin, "--environment", "staging", "--dry", "actions"),
                2,
                "--dry is not for a run on a server");
        assertSays(runWith(admin, "--environment", "staging", "--label", "environment=other"), 2, "environment=other");
        assertSays(runWith(token("viewer", ""), "--environment", "staging"), 9, "this needs the role operator");
        String elsewhere = token("operator", ", \"environment\": \"production\"");
        assertSays(runWith(elsewhere, "--environment", "staging"), 9, "holds in production alone");
        assertSays(shell.run("run", "quick", "--version", "1"), 2, "--version is about a server");
    }

    @Test
    void whatCannotBeRunEndsWithoutAJournalAndSaysWhy() {
        Ended ended = runWith(admin, "--environment", "staging");
        assertThat(ended.status()).as(ended.toString()).isEqualTo(2);
        assertThat(ended.out()).contains("quick in staging on " + url, "because  played", "no journal was written");
    }

    @Test
    void aFileIsPutOnceAndEachChangeIsAVersion() throws Exception {
        Path file = Files.writeString(home.resolve("mine.yaml"), "title: mine\nmethod: []\n");
        var asked = shell.with("SHAKEOUT_TOKEN", admin);
        String[] words = {
            "run",
            file.toString(),
            "--server",
            url,
            "--environment",
            "staging",
            "--journal-path",
            home.resolve("journal.json").toString()
        };
        assertThat(asked.run(words).out()).contains("as mine v1").contains("mine v1 in staging");
        assertThat(asked.run(words).out())
                .as("it is there as it is")
                .doesNotContain("put ")
                .contains("mine v1 in staging");
        Files.writeString(file, "title: mine\nmethod: []\ntags: [more]\n");
        assertThat(asked.run(words).out()).contains("as mine v2").contains("mine v2 in staging");

        assertSays(asked.run("run", "missing.yaml", "--server", url, "--environment", "staging"), 2, "no such file");
        assertSays(
                asked.run("run", home.toString(), "--server", url, "--environment", "staging"),
                2,
                "run one file at a time");
        Path odd = Files.writeString(home.resolve("a b.yaml"), "title: a\nmethod: []\n");
        assertSays(
                asked.run("run", odd.toString(), "--server", url, "--environment", "staging"),
                2,
                "on the server it has the name of its file, and 'a b' is none");
        assertSays(
                asked.run("run", file.toString(), "--version", "1", "--server", url, "--environment", "staging"),
                2,
                "--version is about an experiment on the server");
        Path two = Files.writeString(home.resolve("two.yaml"), "title: a\n---\ntitle: b\n");
        assertSays(
                asked.run("run", two.toString(), "--server", url, "--environment", "staging"),
                2,
                "must hold one experiment");
    }

    @Test
    void somebodyElseWasQuicker() throws Exception {
        try (var played = new PlayedServer()
                .with(
                        "PUT /api/v1/experiments/mine",
                        PlayedServer.text(412, "application/problem+json", "{\"detail\": \"it has version 3 now\"}"))) {
            Path file = Files.writeString(home.resolve("mine.yaml"), "title: mine\nmethod: []\n");
            Ended ended = shell.with("SHAKEOUT_TOKEN", "t")
                    .run("run", file.toString(), "--server", played.url(), "--environment", "staging");
            assertSays(ended, 2, "was changed on the server by somebody else just now");
        }
    }

    @Test
    void haltingSaysWhatIsMeantAndReleasingNeedsAnApprover() throws Exception {
        var operator = shell.with("SHAKEOUT_TOKEN", token("operator", ""));
        assertSays(operator.run("halt", "--server", url), 2, "what is to be halted on the server?");
        assertSays(operator.run("halt", "--server", url, "--all"), 2, "--reason WORDS");
        assertSays(operator.run("halt", "--server", url, "r", "--all"), 2, "what is to be halted");
        assertSays(operator.run("halt", "--server", url, "no-such-run"), 2, "there is no run 'no-such-run'");
        assertSays(
                operator.run("halt", "--server", url, "--environment", "nowhere", "--reason", "x"),
                2,
                "there is no environment 'nowhere'");

        Ended halted = operator.run("halt", "--server", url, "--all", "--reason", "it burns");
        try {
            assertThat(halted.status()).as(halted.toString()).isZero();
            assertThat(halted.out()).contains("everything is halted", "shakeout resume --server");
            assertThat(operator.run("halt", "--server", url, "--all", "--reason", "more")
                            .out())
                    .contains("everything was halted before, by 'of a test'", "it burns; that reason stays");
            assertSays(runWith(admin, "--environment", "staging"), 9, "it burns", "shakeout resume --server URL");
            assertSays(operator.run("resume", "--server", url), 9, "this needs the role approver");
            assertSays(
                    operator.run("resume", "--server", url, "--all", "--environment", "staging"),
                    2,
                    "what is to be released on the server?");
        } finally {
            assertThat(shell.with("SHAKEOUT_TOKEN", admin)
                            .run("resume", "--server", url, "--all")
                            .out())
                    .contains("Runs may begin again");
        }
        assertThat(shell.with("SHAKEOUT_TOKEN", admin)
                        .run("resume", "--server", url)
                        .out())
                .contains("Nothing was halted there");
    }

    @Test
    void aGateAnswersAsWithoutAServer() throws Exception {
        var asked = shell.with("SHAKEOUT_TOKEN", token("viewer", ""));
        Path empty = Files.createDirectories(home.resolve("journals"));
        String[] question = {"gate", "--service", "api", "--environment", "staging", "--require", "a b*"};
        Ended here = shell.run(plus(question, "--journals", empty.toString()));
        Ended there = asked.run(plus(question, "--server", url));
        assertThat(there.status()).as(there.toString()).isEqualTo(GateCommand.CLOSED);
        assertThat(there.out()).isEqualTo(here.out()).contains("gate     closed for api in staging");
        assertThat(there.status()).isEqualTo(here.status());

        Path report = home.resolve("gate.json");
        Ended json = asked.run(plus(question, "--server", url, "--json", "--report", report.toString()));
        assertThat(json.out()).contains("\"closed\"");
        assertThat(Files.readString(report)).contains("\"no-run\"");
        assertSays(asked.run("gate"), 2, "say where the runs are");
        assertSays(asked.run(plus(question, "--server", url, "--journals", empty.toString())), 2, "not both");
        assertSays(
                shell.with("SHAKEOUT_TOKEN", "shakeout_wrong").run(plus(question, "--server", url)),
                2,
                "nobody has made this token");
    }

    private static String[] plus(String[] words, String... more) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }
}
