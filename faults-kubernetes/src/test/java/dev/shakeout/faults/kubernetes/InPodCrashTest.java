package dev.shakeout.faults.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Stop;
import dev.shakeout.model.Event;
import dev.shakeout.model.Injection;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Whoever is killed or cut off: the packets of the pod are not delayed any more, as a client outside sees. */
class InPodCrashTest extends WithNode {
    private static final Duration DELAY = Duration.ofMillis(300);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** How long it takes to connect to a pod. */
    private Duration connecting(String pod) throws IOException {
        String address = cluster.api().get(PODS + "/" + pod).text("status", "podIP");
        long begun = System.nanoTime();
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, 80), 10_000);
        }
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private void assertDelayed(String pod) throws IOException {
        assertThat(connecting(pod)).isGreaterThanOrEqualTo(DELAY);
    }

    private void awaitUndelayed(String pod) {
        await("packets of " + pod)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(connecting(pod)).isLessThan(DELAY));
        awaitEnded(pod);
    }

    private Process beginRun(String pod, Path kubeconfig) throws IOException {
        serve(pod);
        Path own = Files.createDirectory(folder.resolve(pod));
        var command = new ArrayList<>(Machine.local().java());
        command.addAll(List.of(DelayedRun.class.getName(), own.toString(), pod));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("KUBECONFIG", kubeconfig.toString());
        Path said = own.resolve("said");
        Process process = builder.redirectOutput(said.toFile()).start();
        await("the run")
                .atMost(PATIENCE.multipliedBy(2))
                .failFast(() ->
                        assertThat(process.isAlive()).as(Files.readString(said)).isTrue())
                .until(() -> Files.readAllLines(said).contains("EffectMeasured"));
        assertDelayed(pod);
        return process;
    }

    @Test
    void theRunnerIsKilled() throws Exception {
        Process run = beginRun("runner-killed", cluster.kubeconfig());
        run.destroyForcibly();
        awaitUndelayed("runner-killed");
    }

    @Test
    void theRunnerIsKilledWithItsSentinel() throws Exception {
        Process run = beginRun("both-killed", cluster.kubeconfig());
        run.descendants().forEach(ProcessHandle::destroyForcibly);
        run.destroyForcibly();
        awaitUndelayed("both-killed");
    }

    @Test
    void theConnectionIsCut() throws Exception {
        try (Wire wire = Wire.to(cluster.server())) {
            Process run = beginRun("cut-off", wire.kubeconfig(cluster.kubeconfig()));
            wire.turnAway();
            await("packets")
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(connecting("cut-off")).isLessThan(DELAY));
            run.descendants().forEach(ProcessHandle::destroyForcibly);
            run.destroyForcibly();
        }
        awaitEnded("cut-off");
    }

    /** While the delay is on; the run is told that its agent is gone. */
    private Journal interrupted(String pod, During during) throws IOException {
        serve(pod);
        var planned = plan(
                machine,
                "network/delay",
                arguments("network/delay", Map.of("latency", DELAY.toMillis() + "ms")),
                pod(pod),
                Duration.ofMinutes(1));
        var done = new AtomicBoolean();
        var failed = new ArrayList<Throwable>();
        Journal journal = new dev.shakeout.engine.Runner(CATALOG, machine, Map.of(), "test")
                .run(planned, new Stop(), List.of(event -> {
                    if (event instanceof Event.EffectMeasured && !done.getAndSet(true)) {
                        try {
                            assertDelayed(pod);
                            undo = planned.plan().injections().getFirst();
                            during.run();
                        } catch (IOException | RuntimeException | AssertionError e) {
                            failed.add(e);
                        }
                    }
                }));
        assertThat(failed).isEmpty();
        assertThat(done).isTrue();
        awaitUndelayed(pod);
        return journal;
    }

    private Injection undo;

    /** Nobody is left in the pod who could tell, and that is what the run says. */
    private static void assertOnlyTheMeasurementIsMissing(Journal journal) {
        assertThat(journal.verdict()).as(journal.reasons().toString()).isEqualTo(Verdict.UNSAFE);
        assertThat(journal.reasons().toString())
                .contains("was taken back, but whether its effect is gone could not be told")
                .contains("the connection to the agent has ended");
    }

    @Test
    void theAgentIsKilled() throws Exception {
        Journal journal = interrupted("agent-killed", () -> {
            String guest = guests("agent-killed").getFirst().text("name");
            var killed = cluster.api()
                    .execute(
                            PODS + "/agent-killed",
                            guest,
                            "sh",
                            "-c",
                            "cat /run/shakeout/runs/*/owner | { read -r pid start; kill -KILL $pid; }");
            assertThat(killed.status()).as(killed.errors()).isZero();
        });
        assertOnlyTheMeasurementIsMissing(journal);
    }

    /** As the sentinel of a run does that stands still. */
    @Test
    void aShellTakesItBackWithoutTheRun() throws Exception {
        Journal journal = interrupted("by-shell", () -> {
            var argv =
                    new ArrayList<>(undo.steps().getFirst().undo().orElseThrow().argv());
            int door = argv.indexOf(argv.stream()
                    .filter(word -> word.endsWith("/door"))
                    .findFirst()
                    .orElseThrow());
            argv.set(door, "/nowhere");
            var done = Machine.local().processes().run(argv, Duration.ofSeconds(30));
            assertThat(done.ok()).as(done.complaint()).isTrue();
            assertThat(connecting("by-shell")).isLessThan(DELAY);
        });
        assertOnlyTheMeasurementIsMissing(journal);
    }

    /** As recover --cluster does when this host is lost. */
    @Test
    void somebodyElseTakesItBackByTheLease() throws Exception {
        Journal journal = interrupted("by-lease", () -> {
            takeBackByLease();
            assertThat(connecting("by-lease")).isLessThan(DELAY);
        });
        assertOnlyTheMeasurementIsMissing(journal);
    }
}
