package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.cli.Shakeout.Ended;
import dev.shakeout.dialects.chaostoolkit.JournalReader;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Whole runs against a real server that is really frozen, one for each way that a run can end. */
@Isolated
class RunTest {
    private Shakeout shakeout;
    private Victim server;

    @BeforeEach
    void begin(@TempDir Path work) throws IOException {
        shakeout = new Shakeout(work);
        server = Victim.serving();
    }

    @AfterEach
    void end() {
        server.close();
    }

    @Test
    void passesWhenTheSteadyStateSurvivesTheFaultAndTheServerRunsOn() throws Exception {
        shakeout.write("pause.yaml", experiment("""
                {type: slo, p95: 2s, error-rate: 1%, min-samples: 10}""", "600ms"));

        Ended ended = shakeout.run(
                "run",
                "pause.yaml",
                "--var",
                "url=" + server.url(),
                "--var-file",
                shakeout.write("pid.json", "{\"configuration\": {\"pid\": " + server.pid() + "}}")
                        .toString(),
                "--journal-path",
                "new folder/journal.json",
                "--report",
                "reports/report.html",
                "--report",
                "report.md",
                "--report",
                "report.xml");

        assertThat(ended.status()).as(ended.toString()).isZero();
        Journal journal = journal("new folder/journal.json");
        assertThat(journal.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(journal.injections()).hasSize(1).allSatisfy(injected -> {
            assertThat(injected.bites()).contains(true);
            assertThat(injected.gone()).contains(true);
        });
        assertThat(Files.readString(shakeout.work().resolve("reports/report.html")))
                .contains("freeze the server", "</html>");
        assertThat(Files.readString(shakeout.work().resolve("report.md"))).contains("process/pause");
        assertThat(Files.readString(shakeout.work().resolve("report.xml"))).contains("failures=\"0\"");
        assertThat(shakeout.openRuns()).isEmpty();
        assertServerServes();
    }

    @Test
    void deviatesWithAFindingWhenTheSteadyStateBreaks() throws Exception {
        shakeout.write("pause.yaml", experiment("""
                {type: slo, p95: 500ms, min-samples: 20}""", "2s")); // far from what a busy machine takes, and from 2s

        Ended ended = shakeout.run("run", "pause.yaml", "--var", "url=" + server.url(), "--var", pid(server));

        assertThat(ended.status()).as(ended.toString()).isEqualTo(1);
        assertThat(journal("journal.json").findings()).anySatisfy(finding -> {
            assertThat(finding.title()).contains("requests are served", "while faults were on");
            assertThat(finding.evidence()).containsPattern("p95 \\S+ .*500 ms").contains("into the run");
            assertThat(finding.faults()).anyMatch(fault -> fault.contains("process/pause"));
        });
        assertServerServes();
    }

    @Test
    void haltsAtAGuardAndTheServerGoesOnAtOnce() throws Exception {
        shakeout.write("pause.yaml", experiment("""
                {type: slo, p95: 2s, min-samples: 20}""", "60s") + """
                safety:
                  halt-when:
                    - name: nobody is served
                      probe: it answers
                      tolerance: 204
                      interval: 100ms
                      failures: 2
                """);

        Ended ended = shakeout.run("run", "pause.yaml", "--var", "url=" + server.url(), "--var", pid(server));

        assertThat(ended.status()).as(ended.toString()).isEqualTo(3);
        Journal journal = journal("journal.json");
        var tripped = journal.guards().getFirst().tripped().orElseThrow();
        var takenBack = journal.injections().getFirst().takenBack().orElseThrow();
        assertThat(Duration.between(tripped, takenBack)).isLessThan(Duration.ofSeconds(1));
        assertServerServes();
    }

    @Test
    void isInconclusiveWithTooFewSamples() throws Exception {
        shakeout.write("pause.yaml", experiment("""
                {type: slo, p95: 2s, min-samples: 20, during: {p95: 2s, min-samples: 5000}}""", "300ms"));

        Ended ended = shakeout.run("run", "pause.yaml", "--var", "url=" + server.url(), "--var", pid(server));

        assertThat(ended.status()).as(ended.toString()).isEqualTo(5);
        assertThat(ended.out()).contains("5000");
        assertServerServes();
    }

    @Test
    void refusesToHitMoreThanTheBlastRadiusAllows(@TempDir Path folder) throws Exception {
        try (var one = Victim.sleeping(folder);
                var other = Victim.sleeping(one, folder)) {
            shakeout.write("all.yaml", """
                    title: too much at once
                    description: two are too many
                    method:
                      - type: action
                        name: freeze all
                        provider: {type: fault, fault: process/pause, duration: 30s, target: {kind: process, name: %s, mode: all}}
                    safety:
                      blast-radius: {max-targets: 1}
                    """.formatted(one.name()));

            Ended ended = shakeout.run("run", "all.yaml");

            assertThat(ended.status()).as(ended.toString()).isEqualTo(9);
            assertThat(ended.out()).contains("all.yaml:8:3", "2 targets would be hit, blast-radius allows 1");
            assertThat(shakeout.openRuns()).isEmpty();
            assertThat(one.untouched() && other.untouched()).isTrue();
        }
    }

    @Test
    void dryActionsBreakNothing(@TempDir Path folder) throws Exception {
        try (var victim = Victim.sleeping(folder)) {
            shakeout.write("pause.yaml", """
                    title: a rehearsal
                    description: the fault is left out
                    method:
                      - type: action
                        name: freeze it
                        provider: {type: fault, fault: process/pause, duration: 60s, target: {kind: process, pid: %d}}
                      - type: probe
                        name: it answers
                        provider: {type: http, url: "%s"}
                        tolerance: 204
                    """.formatted(victim.pid(), server.url()));

            Ended ended = shakeout.run("run", "pause.yaml", "--dry", "actions");

            assertThat(ended.status()).as(ended.toString()).isEqualTo(5); // a rehearsal proves nothing
            assertThat(journal("journal.json").injections()).isEmpty();
            assertThat(ended.out()).contains("it answers: 204", "dry run").doesNotContain("▶");
            assertThat(victim.untouched()).isTrue();
        }
    }

    private static String pid(Victim victim) {
        return "pid=" + victim.pid();
    }

    /** Freezes the process with the number ${pid} for a time, while ${url} is asked. */
    private static String experiment(String limits, String duration) {
        return """
                title: a frozen server
                description: freeze the server and look
                configuration:
                  url: {type: env, key: NOT_SET, default: nowhere}
                  pid: {type: env, key: NOT_SET, default: 0}
                steady-state-hypothesis:
                  title: requests are served
                  probes:
                    - type: probe
                      name: requests are served
                      provider: {type: load, url: "${url}", rate: 50/s, timeout: 3s}
                      tolerance: LIMITS
                      within: 5s
                    - type: probe
                      name: it answers
                      provider: {type: http, url: "${url}", timeout: 0.5}
                      tolerance: 204
                      within: 5s
                method:
                  - type: action
                    name: freeze the server
                    provider:
                      type: fault
                      fault: process/pause
                      target: {kind: process, pid: "${pid}"}
                      duration: DURATION
                """.replace("LIMITS", limits).replace("DURATION", duration);
    }

    private Journal journal(String name) throws IOException {
        return JournalReader.read(name, Files.readString(shakeout.work().resolve(name)));
    }

    private void assertServerServes() {
        assertThat(server.stopped()).isFalse();
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(server.url()))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            await().untilAsserted(() -> assertThat(client.send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(204));
        }
    }
}
