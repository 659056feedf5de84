package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.cli.Shakeout.Ended;
import dev.shakeout.cli.Shakeout.Running;
import dev.shakeout.dialects.chaostoolkit.JournalReader;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run on a server as a person sees it: followed live, whatever the connection does, and halted by hand. */
class ServerRunTest {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String RUN = "{\"id\": \"r1\", \"state\": \"STATE\"MORE, \"reasons\": []}";

    private final List<Running> started = new ArrayList<>();
    private Shakeout shakeout;
    private Path work;

    @BeforeEach
    void begin(@TempDir Path folder) {
        work = folder;
        shakeout = new Shakeout(folder);
    }

    @AfterEach
    void end() {
        started.forEach(each -> each.process().destroy());
        started.forEach(Running::end);
    }

    /** A real server, and the token for it in the place where it is kept. */
    private String server() throws Exception {
        Running server = shakeout.start("server", "--port", "0");
        started.add(server);
        await().atMost(SOON)
                .until(() -> server.saidSoFar().contains("listens at")
                        || !server.process().isAlive());
        String said = server.saidSoFar();
        String token = said.replaceAll("(?s).*shown this once: (\\S+).*", "$1");
        String url = said.replaceAll("(?s).*listens at (\\S+),.*", "$1");
        Ended login = InProcess.at(work).typing(token).run("login", "--server", url);
        assertThat(login.status()).as(login.toString()).isZero();
        assertThat(new ServerEnvironment(url, token).made("staging")).isTrue();
        return url;
    }

    private Path freeze(Victim victim) throws IOException {
        return shakeout.write("freeze.yaml", """
                title: a frozen process
                description: until somebody ends it
                method:
                  - {type: action, name: freeze, provider: {type: fault, fault: process/pause,
                     target: {kind: process, pid: PID}, duration: 60s}}
                """.replace("PID", Long.toString(victim.pid())));
    }

    private Running run(String url, String... more) throws IOException {
        var words = new ArrayList<>(List.of("run", "--server", url, "--environment", "staging"));
        words.addAll(List.of(more));
        Running run = shakeout.startBehind(List.of("env", "SHAKEOUT_TOKEN="), words.toArray(String[]::new));
        started.add(run);
        return run;
    }

    private static void signal(Running running) throws Exception {
        assertThat(new ProcessBuilder("kill", "-s", "INT", Long.toString(running.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void aRunIsFollowedAndCtrlCHaltsItAndWaitsUntilAllIsTakenBack() throws Exception {
        try (var victim = Victim.sleeping(work)) {
            String url = server();
            Running run = run(url, freeze(victim).toString(), "--label", "version=1.4");
            await().atMost(SOON).until(victim::stopped);
            await().atMost(SOON).until(() -> run.saidSoFar().contains("injected process/pause"));

            signal(run);
            Ended ended = run.end();

            assertThat(ended.status()).as(ended.toString()).isEqualTo(Verdict.ABORTED.exitCode());
            assertThat(victim.untouched()).isTrue();
            assertThat(ended.err()).contains("stopping: the server takes everything back");
            assertThat(ended.out())
                    .contains("put      ", "freeze v1 in staging", "taken back", "because  halted by token 'first'")
                    .containsOnlyOnce("injecting process/pause");
            String journal = Files.readString(work.resolve("journal.json"));
            assertThat(JournalReader.read("journal", journal).labels())
                    .containsEntry("version", "1.4")
                    .containsEntry("environment", "staging");
            Ended listed = InProcess.at(work).run("runs", "--server", url);
            assertThat(listed.out()).contains("aborted", "freeze v1 in staging");
        }
    }

    @Test
    void haltingEverythingEndsItAndIsItsReason() throws Exception {
        try (var victim = Victim.sleeping(work)) {
            String url = server();
            Running run = run(url, freeze(victim).toString());
            await().atMost(SOON).until(victim::stopped);

            Ended halted = InProcess.at(work).run("halt", "--server", url, "--all", "--reason", "it burns");

            assertThat(halted.out()).contains("everything is halted", "1 runs were asked");
            Ended ended = run.end();
            assertThat(ended.status()).as(ended.toString()).isEqualTo(Verdict.ABORTED.exitCode());
            assertThat(ended.out()).contains("because  everything was halted by token 'first'", ": it burns");
            assertThat(victim.untouched()).isTrue();
            assertThat(run(url, "freeze").end().status()).isEqualTo(Verdict.REFUSED.exitCode());
        }
    }

    @Test
    void aConnectionThatBreaksIsTakenUpAgainWhereItWas() throws Exception {
        var times = new AtomicInteger();
        var heard = new CountDownLatch(1);
        try (var played = new PlayedServer()
                .with("POST /api/v1/runs", PlayedServer.json(201, RUN.replace("MORE", "")))
                .with(
                        "GET /api/v1/runs/r1",
                        PlayedServer.json(
                                200, RUN.replace("STATE", "ended").replace("MORE", ", \"verdict\": \"deviated\"")))
                .with("GET /api/v1/runs/r1/events", exchange -> {
                    boolean first = times.getAndIncrement() == 0;
                    String text = first ? PlayedServer.event(1, "one") + "id:2\n" : PlayedServer.event(2, "two");
                    exchange.sendResponseHeaders(200, first ? 10_000 : text.length());
                    exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
                    exchange.getResponseBody().flush();
                    if (first) { // and breaks, with a promise of more
                        heard.await(20, TimeUnit.SECONDS);
                    }
                })) {
            Running run = shakeout.startBehind(
                    List.of("env", "SHAKEOUT_TOKEN=t"), "run", "slow", "--server", played.url(), "--environment", "s");
            started.add(run);
            await().atMost(SOON).until(() -> run.saidSoFar().contains("one"));
            heard.countDown();
            Ended ended = run.end();
            assertThat(ended.status()).as(ended.toString()).isEqualTo(Verdict.DEVIATED.exitCode());
            assertThat(ended.out()).containsOnlyOnce("0.0 s  one").containsOnlyOnce("1.0 s  two");
            assertThat(ended.err()).contains("not heard of at the moment", "connected again");
            assertThat(played.asked).contains("GET /api/v1/runs/r1/events after 1");
        }
    }

    @Test
    void aSecondCtrlCLeavesAtOnceAndSaysThatTheServerGoesOn() throws Exception {
        try (var played = new PlayedServer()
                .with("POST /api/v1/runs", PlayedServer.json(201, RUN.replace("MORE", "")))
                .with("POST /api/v1/runs/r1/halt", PlayedServer.json(202, RUN.replace("MORE", "")))
                .with("GET /api/v1/runs/r1/events", exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    for (int i = 1; i < 1_000; i++) { // until nobody listens
                        exchange.getResponseBody()
                                .write((i == 1 ? PlayedServer.event(1, "under way") : ":\n\n")
                                        .getBytes(StandardCharsets.UTF_8));
                        exchange.getResponseBody().flush();
                        LockSupport.parkNanos(100_000_000);
                    }
                })) {
            Running run = shakeout.startBehind(
                    List.of("env", "SHAKEOUT_TOKEN=t"), "run", "slow", "--server", played.url(), "--environment", "s");
            started.add(run);
            await().atMost(SOON).until(() -> run.saidSoFar().contains("under way"));
            signal(run);
            await().atMost(SOON).until(() -> played.asked.contains("POST /api/v1/runs/r1/halt"));
            assertThat(run.process().isAlive()).isTrue();
            signal(run);
            Ended ended = run.end();
            assertThat(ended.status()).as(ended.toString()).isEqualTo(Verdict.ABORTED.exitCode());
            assertThat(ended.err()).contains("leaving: the server goes on without you with run r1 on " + played.url());
        }
    }
}
