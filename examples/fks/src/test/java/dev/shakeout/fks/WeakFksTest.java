package dev.shakeout.fks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.fks.json.Fields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The weaknesses do show, and nothing is left behind, however the system ends. */
class WeakFksTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @Test
    void aWeakSystemLosesOrdersAndJobsAndLeavesNoProcessWhenItIsStopped(@TempDir Path dir) throws IOException {
        List<ProcessHandle> children;
        try (RunningFks fks = RunningFks.start(
                "up", "--dir", dir.toString(), "--weak", "durability", "--weak", "queue", "--weak", "replicas")) {
            children = fks.children();
            assertThat(children).hasSize(5);

            placeOrders(fks, 20);
            fks.kill(fks.pids("fks_data").getFirst());
            await().atMost(SOON).until(() -> fks.read("api", "/audit").whole("missing", 0) > 0);

            for (int i = 0; i < 20; i++) {
                fks.post("training", "/jobs", "{\"cpuMillis\":200}");
            }
            Fields jobs = fks.read("training", "/jobs");
            assertThat(jobs.whole("accepted", 0)).isEqualTo(20);
            assertThat(jobs.whole("lost", 0)).isPositive();

            fks.kill(fks.pids("fks_auth").getFirst());
            await().atMost(SOON).until(() -> fks.post("api", "/orders", "").status() == 503);
            await().atMost(SOON).until(fks::healthy);
        }
        await().atMost(SOON).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(dir.resolve("fks.json")).exists();
    }

    @Test
    void withoutABreakerOrdersAreSlowAndAllEndsByItselfWhenTheSupervisorIsKilled(@TempDir Path dir) throws IOException {
        int port = SlowLink.freePort();
        try (SlowLink toExecution = new SlowLink(port);
                RunningFks fks = RunningFks.start(
                        "up",
                        "--dir",
                        dir.toString(),
                        "--weak",
                        "circuit-breaker",
                        "--port-of",
                        "fks_execution=" + port,
                        "--via",
                        "fks_execution=" + toExecution.address())) {
            toExecution.delay(Duration.ofMillis(400));
            try (Load load = Load.on(fks, 10)) {
                await().until(() -> load.count() > 10);
                assertThat(load.stop().percentile(10)).isGreaterThan(Duration.ofMillis(400));
                assertThat(load.errors()).isZero();
            }
            assertThat(fks.read("api", "/breaker").text("state", "")).isEqualTo("DISABLED");

            List<ProcessHandle> children = fks.children();
            assertThat(children).hasSize(6);
            fks.process().destroyForcibly();
            await().atMost(SOON).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    @Test
    void aDirectoryOfItsOwnGoesWithTheSystem() throws IOException, InterruptedException {
        Path log;
        RunningFks fks = RunningFks.start("up");
        try (fks) {
            long pid = fks.pids("fks_data").getFirst();
            log = Files.readSymbolicLink(Path.of("/proc/" + pid + "/fd/1"));
            assertThat(log).exists();
            // As a parent does that ends: its end of the pipe closes.
            fks.process().getOutputStream().close();
            fks.process().waitFor();
        }
        assertThat(log.getParent()).doesNotExist();
    }

    private static void placeOrders(RunningFks fks, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            assertThat(fks.post("api", "/orders", "").status()).isIn(201, 202);
        }
    }
}
