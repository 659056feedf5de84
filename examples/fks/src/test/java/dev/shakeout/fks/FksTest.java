package dev.shakeout.fks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.fks.http.Answer;
import dev.shakeout.fks.json.Fields;
import dev.shakeout.fks.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole system in real processes, broken in the ways that it is meant to stand. */
class FksTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration SLOWNESS = Duration.ofMillis(400);

    /** Looked for in the median: on a busy build machine the slowest few are slow for reasons of its own. */
    private static final Duration SERVED_FAST = Duration.ofMillis(200);

    private static final int ORDERS_PER_SECOND = 50;

    @TempDir
    private static Path dir;

    private static SlowLink toExecution;
    private static RunningFks fks;

    @BeforeAll
    static void start() throws IOException {
        int executionPort = SlowLink.freePort();
        toExecution = new SlowLink(executionPort);
        fks = RunningFks.start(
                "up",
                "--dir",
                dir.toString(),
                "--port-of",
                "fks_execution=" + executionPort,
                "--via",
                "fks_execution=" + toExecution.address());
    }

    @AfterAll
    static void stop() throws IOException {
        fks.close();
        toExecution.close();
    }

    @Test
    void anOrderIsExecutedAndCanBeFoundAgain() throws IOException {
        Answer placed = fks.post("api", "/orders", "{\"symbol\":\"ACME\",\"quantity\":10,\"price\":12.5}");

        assertThat(placed.status()).isEqualTo(201);
        Fields order = Json.read(placed.body());
        assertThat(order.text("status", "")).isEqualTo("executed");
        Fields found = fks.read("api", "/orders/" + order.text("id", ""));
        assertThat(found.text("symbol", "")).isEqualTo("ACME");
        assertThat(found.whole("quantity", 0)).isEqualTo(10);
        assertThat(found.text("status", "")).isEqualTo("executed");
    }

    @Test
    void anEmptyBodyIsAnOrderAndABadOneIsRefused() throws IOException {
        assertThat(fks.post("api", "/orders", "").status()).isIn(201, 202);
        assertThat(fks.post("api", "/orders", "{\"quantity\":-1}").status()).isEqualTo(400);
        assertThat(fks.post("api", "/orders", "{\"quantity\"").status()).isEqualTo(400);
        assertThat(fks.get("api", "/orders/nosuchorder").status()).isEqualTo(404);
    }

    @Test
    void theSupervisorSaysWhereItIsInAFileToo() throws IOException {
        assertThat(Json.read(Files.readString(dir.resolve("fks.json"))).text("api", ""))
                .isEqualTo(fks.url("api"));
    }

    @Test
    void everyProcessBearsTheNameOfItsService() throws IOException {
        long pid = fks.pids("fks_execution").getFirst();

        assertThat(Files.readString(Path.of("/proc/" + pid + "/comm"))).isEqualTo("fks_execution\n");
        assertThat(Files.readString(Path.of("/proc/" + pid + "/cmdline"))).contains("fks_execution");
    }

    @Test
    void clientsDoNotNoticeTheDeathOfAnAuthReplica() {
        try (Load load = Load.on(fks, ORDERS_PER_SECOND)) {
            await().until(() -> load.count() > ORDERS_PER_SECOND);
            fks.kill(fks.pids("fks_auth").getFirst());

            await().atMost(SOON).until(() -> !fks.healthy());
            await().atMost(SOON).until(fks::healthy);
            assertThat(load.stop().errors()).as("%s", load).isZero();
        }
        assertThat(fks.read("supervisor", "/services/fks_auth").whole("healthy", 0))
                .isEqualTo(2);
    }

    @Test
    void noAcknowledgedOrderIsLostWhenTheDatabaseIsKilledUnderLoad() {
        try (Load load = Load.on(fks, ORDERS_PER_SECOND)) {
            await().until(() -> load.count() > ORDERS_PER_SECOND);
            fks.kill(fks.pids("fks_data").getFirst());

            await().atMost(SOON).until(() -> !fks.healthy());
            await().atMost(SOON).until(fks::healthy);
            // The audit is right while orders keep coming.
            assertThat(fks.read("api", "/audit").whole("missing", -1)).isZero();
            assertThat(load.stop().errors()).as("%s", load).isZero();
            assertThat(load.percentile(50)).as("%s", load).isLessThan(SERVED_FAST);
            assertThat(load.queued()).isPositive();
        }
        await().atMost(SOON).until(() -> fks.read("api", "/audit").whole("queued", -1) == 0);
        Fields audit = fks.read("api", "/audit");
        assertThat(audit.whole("missing", -1)).isZero();
        assertThat(audit.whole("stored", -1)).isEqualTo(audit.whole("acknowledged", -2));
        assertThat(fks.read("data", "/pool").truth("stable", false)).isTrue();
    }

    @Test
    void aSlowExecutionOpensTheBreakerAndClientsStayServedFast() {
        long openedBefore = opened();
        try (Load load = Load.on(fks, ORDERS_PER_SECOND)) {
            await().until(() -> load.count() > ORDERS_PER_SECOND);
            toExecution.delay(SLOWNESS);
            load.reset();

            await().atMost(SOON).until(() -> opened() > openedBefore);
            await().until(() -> load.count() > 2 * ORDERS_PER_SECOND);
            assertThat(load.percentile(50)).as("%s", load).isLessThan(SERVED_FAST);
            assertThat(load.percentile(95)).as("%s", load).isLessThan(SLOWNESS);
            assertThat(load.queued()).isPositive();

            toExecution.delay(Duration.ZERO);
            await().atMost(SOON)
                    .until(() -> fks.read("api", "/breaker").text("state", "").equals("CLOSED"));
            assertThat(load.stop().errors()).as("%s", load).isZero();
        } finally {
            toExecution.delay(Duration.ZERO);
        }
        await().atMost(SOON).until(() -> fks.read("api", "/audit").whole("queued", -1) == 0);
        assertThat(fks.read("api", "/audit").whole("missing", -1)).isZero();
    }

    @Test
    void aFullTrainingQueueSaysSoAndLosesNothing() throws IOException {
        // The workers have the first two for a long while; the last is one too many.
        for (int i = 0; i < 510; i++) {
            fks.post("training", "/jobs", "{\"cpuMillis\":%d}".formatted(i < 2 ? 1500 : 1));
        }

        Fields jobs = fks.read("training", "/jobs");
        assertThat(jobs.whole("rejected", 0)).isPositive();
        assertThat(jobs.whole("lost", -1)).isZero();
        assertThat(fks.get("training", "/health").status()).isEqualTo(200);
        await().atMost(SOON)
                .until(() -> fks.read("training", "/jobs").whole("finished", 0) == jobs.whole("accepted", -1));
    }

    @Test
    void aServiceIsScaledByHand() throws IOException {
        assertThat(fks.post("supervisor", "/services/fks_auth/scale", "{\"replicas\":3}")
                        .status())
                .isEqualTo(200);
        await().atMost(SOON)
                .until(() -> fks.read("supervisor", "/services/fks_auth").whole("healthy", 0) == 3);

        fks.post("supervisor", "/services/fks_auth/scale", "{\"replicas\":2}");
        await().atMost(SOON).until(() -> fks.pids("fks_auth").size() == 2);
        assertThat(fks.healthy()).isTrue();
        assertThat(fks.post("supervisor", "/services/fks_data/scale", "{\"replicas\":2}")
                        .status())
                .isEqualTo(400);
        assertThat(fks.get("supervisor", "/services/fks_cafeteria").status()).isEqualTo(404);
    }

    @Test
    void everyServiceShowsItsMetrics() throws IOException {
        for (String service : List.of("api", "auth", "execution", "data", "training", "supervisor")) {
            assertThat(fks.get(service, "/metrics").body()).contains("service=\"fks_" + service + "\"");
        }
    }

    private static long opened() {
        return fks.read("api", "/breaker").whole("opened", -1);
    }
}
