package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shakeout.cli.Shakeout.Ended;
import dev.shakeout.dialects.chaostoolkit.JournalReader;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Journal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Guards of real runs, over servers that hang, die or cannot be reached: the run halts and the victim goes on. */
@Isolated
class GuardTest {
    private Shakeout shakeout;
    private Victim victim;

    @BeforeEach
    void begin(@TempDir Path work) throws IOException {
        shakeout = new Shakeout(work);
        victim = Victim.sleeping(work);
    }

    @AfterEach
    void end() {
        victim.close();
    }

    @Test
    void anExpressionOverTwoProbesHaltsWithTheNumbersOfBoth() throws Exception {
        try (var server = Victim.serving()) {
            shakeout.write("slow.yaml", experiment("process/pause", server.pid()) + """
                    steady-state-hypothesis:
                      title: requests are served
                      probes:
                        - {type: probe, name: orders, tolerance: {type: slo, p95: 5s, min-samples: 10}, within: 5s,
                           provider: {type: load, url: "URL", rate: 50/s, timeout: 300ms}}
                    safety:
                      probes:
                        - {name: health, provider: {type: http, url: "URL", timeout: 0.3}}
                      halt-when:
                        - name: slow and failing
                          when: probes['orders'].p95 > 250 && (probes['health'].failed || probes['health'].status >= 500)
                          interval: 100ms
                          failures: 2
                    """.replace("URL", server.url()));

            Ended ended = shakeout.run("run", "slow.yaml");

            assertHalted(ended);
            assertThat(ended.err()).isEmpty();
            assertThat(ended.out())
                    .containsPattern("! guard slow and failing, breach 1 of 2: orders: p95 \\d+; health: failed true")
                    .containsPattern("■ guard slow and failing stops the run: orders: p95 \\d+");
            assertThat(server.stopped()).isFalse();
        }
    }

    @Test
    void aServerThatTakesConnectionsAndNeverAnswersHaltsTheRun() throws Exception {
        try (var mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            shakeout.write("mute.yaml", experiment("process/pause", victim.pid()) + """
                    safety:
                      halt-when:
                        - name: mute
                          probe: {provider: {type: http, url: "http://127.0.0.1:%d/"}}
                          tolerance: 200
                          interval: 100ms
                          timeout: 500ms
                          failures: 3
                    """.formatted(mute.getLocalPort()));

            Ended ended = shakeout.run("run", "mute.yaml");

            assertHalted(ended);
            assertThat(ended.out()).contains("guard mute stops the run: no answer for ");
        }
    }

    @Test
    void aServerThatIsKilledHaltsTheRun() throws Exception {
        try (var server = Victim.serving()) {
            String freeze = experiment("process/pause", victim.pid())
                    .replace("name: break it", "name: break it\n    background: true");
            String kill = """
                      - type: action
                        name: kill it
                        provider: {type: fault, fault: process/kill, target: {kind: process, pid: %d}}
                      - type: action
                        name: wait for the guard
                        provider: {type: process, path: sleep, arguments: ["60"]}
                    """.formatted(server.pid());
            shakeout.write("killed.yaml", freeze + kill + """
                    safety:
                      halt-when:
                        - name: gone
                          probe: {provider: {type: http, url: "%s"}}
                          tolerance: 204
                          interval: 100ms
                    """.formatted(server.url()));

            Ended ended = shakeout.run("run", "killed.yaml");

            assertHalted(ended);
            assertThat(ended.out())
                    .containsPattern(
                            "guard gone stops the run: GET http://\\S+: (Connection (refused|reset by peer)|the server closed|the connection was lost)");
        }
    }

    @Test
    void anAddressThatSwallowsEveryPacketHaltsTheRun() throws Exception {
        assumeTrue(Machine.local().isRoot(), "needs root to make a network namespace");
        shakeout.write("blackhole.yaml", experiment("process/pause", victim.pid()) + """
                safety:
                  halt-when:
                    - {name: lost, probe: {provider: {type: tcp, host: 10.9.9.2, port: 80, timeout: 30s}},
                       tolerance: {type: jsonpath, path: $.connected, expect: true}, interval: 100ms, timeout: 600ms, failures: 2}
                """);
        String net = """
                ip link add v0 type veth peer name v1 && ip addr add 10.9.9.1/24 dev v0 && ip link set v0 up &&
                ip link set v1 up && ip neigh add 10.9.9.2 lladdr 02:00:00:00:00:02 dev v0 && exec "$@"
                """;

        Ended ended = shakeout.startBehind(List.of("unshare", "--net", "sh", "-c", net, "sh"), "run", "blackhole.yaml")
                .end();

        assertHalted(ended);
        assertThat(ended.out()).contains("guard lost stops the run: no answer for ");
    }

    @Test
    void planSaysInWordsWhatHaltsTheRun() throws Exception {
        shakeout.write("words.yaml", experiment("process/pause", victim.pid()) + """
                safety:
                  probes:
                    - {name: health, provider: {type: http, url: "http://127.0.0.1:1/"}}
                  halt-when:
                    - {name: unhealthy, probe: health, tolerance: 200, delay: 5s, interval: 200ms, failures: 3}
                    - {name: slow, when: "probes['health'].millis > 500", unreadable: ignore}
                """);

        Ended ended = shakeout.run("plan", "words.yaml");

        assertThat(ended.status()).as(ended.toString()).isZero();
        assertThat(ended.out())
                .contains(
                        "unhealthy: halts when 'health' breaks its tolerance (is 200) 3 times in a row; looks every 200 ms, first after 5 s;"
                                + " no answer within 2 s counts too")
                .contains("slow: halts when probes['health'].millis > 500; looks every 1 s; no answer is ignored");
    }

    @Test
    void anExpressionThatIsWrongIsToldWithItsPlaceAndNothingIsTouched() throws Exception {
        shakeout.write("wrong.yaml", experiment("process/pause", victim.pid()) + """
                safety:
                  probes:
                    - {name: health, provider: {type: http, url: "http://127.0.0.1:1/"}}
                  halt-when:
                    - {name: g, when: "probes['helth'].status != 200"}
                """);

        Ended ended = shakeout.run("run", "wrong.yaml");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err())
                .startsWith(
                        "wrong.yaml:11:23: when: no probe is named 'helth'; did you mean 'health'? (there is: health)");
        assertThat(victim.untouched()).isTrue();
    }

    private void assertHalted(Ended ended) throws IOException {
        assertThat(ended.status()).as(ended.toString()).isEqualTo(3);
        Path file = shakeout.work().resolve("journal.json");
        Journal journal = JournalReader.read("journal.json", Files.readString(file));
        Instant tripped = journal.guards().getFirst().tripped().orElseThrow();
        assertThat(journal.injections().getFirst().takenBack().orElseThrow())
                .isBetween(tripped, tripped.plus(Duration.ofSeconds(2)));
        assertThat(victim.untouched()).isTrue();
        assertThat(shakeout.openRuns()).isEmpty();
    }

    private static String experiment(String fault, long pid) {
        return """
                title: guarded
                description: until a guard stops it
                method:
                  - type: action
                    name: break it
                    provider: {type: fault, fault: %s, target: {kind: process, pid: %d}, duration: 60s}
                """.formatted(fault, pid);
    }
}
