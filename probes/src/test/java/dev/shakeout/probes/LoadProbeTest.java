package dev.shakeout.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.ProbeReader;
import dev.shakeout.model.Json;
import dev.shakeout.model.LoadWindow;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadProbeTest {
    private final LoadProbe kind = new LoadProbe();

    @Test
    void measuresWhatTheServerTakesAtTheRateItWasGiven() throws Exception {
        try (var server = RawServer.start((socket, head, number) -> {
                    Thread.sleep(15);
                    RawServer.reply(socket, RawServer.OK);
                });
                var reader = started("url", server.url(), "rate", "100/s")) {
            LoadWindow seen = firstSecond(reader, 100);
            assertThat(seen.errors()).isZero();
            assertThat(seen.p50()).isBetween(Duration.ofMillis(15), Duration.ofMillis(200));
            assertThat(seen.max()).isGreaterThanOrEqualTo(seen.p99());
        }
    }

    @Test
    void aServerThatStallsShowsInEveryRequestThatWasDueMeanwhile() throws Exception {
        var stalled = new AtomicBoolean();
        try (var server = RawServer.start((socket, head, number) -> {
                    if (number >= 100) {
                        stall(stalled);
                    }
                    RawServer.reply(socket, RawServer.OK);
                });
                var reader = started("url", server.url(), "rate", "200/s", "timeout", "10s")) {
            await().until(() -> stalled.get() && server.requests.get() > 450);
            LoadWindow whole = await().until(() -> everything(reader), w -> w.answered() >= 400);
            assertThat(whole.errors()).isZero();
            assertThat(whole.max()).isBetween(Duration.ofMillis(900), Duration.ofSeconds(5));
            assertThat(whole.p95())
                    .as("not one slow request, but a second full of them")
                    .isGreaterThan(Duration.ofMillis(500));
        }
    }

    private synchronized void stall(AtomicBoolean stalled) throws InterruptedException {
        if (!stalled.getAndSet(true)) {
            Thread.sleep(1000);
        }
    }

    @Test
    void aDeadServerIsAllErrorsAndAsSlowAsTheLimit() throws Exception {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        try (var reader = started("url", "http://127.0.0.1:" + port + "/", "rate", "50/s", "timeout", "700ms")) {
            LoadWindow seen = firstSecond(reader, 50);
            assertThat(seen.errors()).isEqualTo(seen.answered());
            assertThat(seen.p50()).isEqualTo(Duration.ofMillis(700));
        }
    }

    @Test
    void aServerThatNeverAnswersDelaysNoRequest() throws Exception {
        try (var server = RawServer.start((socket, head, number) -> Thread.sleep(60_000));
                var reader = started("url", server.url(), "rate", "100/s", "timeout", "300ms")) {
            LoadWindow seen = firstSecond(reader, 100);
            assertThat(seen.errors()).isEqualTo(100);
            assertThat(seen.p50()).isEqualTo(Duration.ofMillis(300));
            assertThat(server.requests).hasValueGreaterThanOrEqualTo(95);
        }
    }

    @Test
    void aBodyThatDripsPastTheLimitIsAnError() throws Exception {
        try (var server = RawServer.start((socket, head, number) -> {
                    RawServer.reply(socket, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
                    while (true) {
                        RawServer.reply(socket, "..........");
                        Thread.sleep(10);
                    }
                });
                var reader = started("url", server.url(), "rate", "20/s", "timeout", "200ms")) {
            LoadWindow seen = firstSecond(reader, 20);
            assertThat(seen.errors()).isEqualTo(20);
            await().until(() -> server.open.size() < 15);
        }
    }

    @Test
    void aConnectionResetUnderARequestIsAnError() throws Exception {
        try (var server = RawServer.start((socket, head, number) -> {
                    if (number % 2 == 0) {
                        RawServer.reset(socket);
                    } else {
                        RawServer.reply(socket, RawServer.OK);
                    }
                });
                var reader = started("url", server.url(), "rate", "100/s")) {
            LoadWindow seen = firstSecond(reader, 100);
            assertThat(seen.errors()).isBetween(45L, 55L);
        }
    }

    @Test
    void aConnectionThatTheServerClosedWhileIdleIsNone() throws Exception {
        try (var server = RawServer.start((socket, head, number) -> {
                    RawServer.reply(socket, RawServer.OK);
                    socket.close();
                });
                var reader = started("url", server.url(), "rate", "50/s")) {
            LoadWindow seen = firstSecond(reader, 50);
            assertThat(seen.errors()).isZero();
            assertThat(server.connections).hasValueGreaterThanOrEqualTo(50);
        }
    }

    @Test
    void connectionsAreKeptForTheNextRequest() throws Exception {
        try (var server = RawServer.start((socket, head, number) -> RawServer.reply(socket, RawServer.OK));
                var reader = started("url", server.url(), "rate", "100/s")) {
            assertThat(firstSecond(reader, 100).errors()).isZero();
            assertThat(server.connections).hasValueLessThan(50);
        }
    }

    @Test
    void statusesCountAsErrorsFromTheOneThatWasGiven() throws Exception {
        assertThat(errorsOfAHundred()).isEqualTo(25);
        assertThat(errorsOfAHundred("errors-from", 400)).isEqualTo(50);
        assertThat(errorsOfAHundred("errors-from", 600)).isZero();
    }

    private long errorsOfAHundred(Object... more) throws Exception {
        try (var server = RawServer.start((socket, head, number) -> {
                    int status = List.of(503, 404, 200, 302).get(number % 4);
                    RawServer.reply(socket, "HTTP/1.1 " + status + " X\r\nContent-Length: 0\r\n\r\n");
                });
                var reader = started(Stream.concat(Stream.of("url", server.url(), "rate", "200/s"), Stream.of(more))
                        .toArray())) {
            return firstSecond(reader, 100).errors();
        }
    }

    @Test
    void noMoreRequestsAreUnderWayThanAllowed() throws Exception {
        var most = new AtomicInteger();
        var now = new AtomicInteger();
        try (var server = RawServer.start((socket, head, number) -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    Thread.sleep(60_000);
                });
                var reader = started("url", server.url(), "rate", "100/s", "timeout", "20s", "max-in-flight", 7)) {
            await().until(() -> everything(reader).answered() >= 50);
            LoadWindow seen = everything(reader);
            assertThat(seen.errors()).isEqualTo(seen.answered());
            assertThat(seen.p50()).isEqualTo(Duration.ofSeconds(20));
            assertThat(most).hasValue(7);
        }
    }

    @Test
    void sendsMethodHeadersAndBody() throws Exception {
        var seen = new AtomicReference<>("");
        try (var server = RawServer.start((socket, head, number) -> {
                    seen.set(head
                            + new String(
                                    socket.getInputStream().readNBytes(4), java.nio.charset.StandardCharsets.UTF_8));
                    RawServer.reply(socket, RawServer.OK);
                });
                var reader = started(
                        "url",
                        server.url() + "a b?c=d",
                        "rate",
                        "20/s",
                        "method",
                        "post",
                        "headers",
                        Json.object("X-Key", "k"),
                        "body",
                        "{\"a\"")) {
            await().until(() -> everything(reader).answered() > 3);
            assertThat(everything(reader).errors()).isZero();
            assertThat(seen.get())
                    .startsWith("POST /a%20b?c=d HTTP/1.1\r\n")
                    .contains("X-Key: k\r\n", "Content-Length: 4\r\n")
                    .endsWith("{\"a\"");
        }
    }

    @Test
    void speaksTls(@TempDir Path folder) throws Exception {
        try (var server = RawServer.start(
                        SelfSigned.sockets(folder), (socket, head, number) -> RawServer.reply(socket, RawServer.OK));
                var trusting =
                        started("url", server.url().replace("http:", "https:"), "rate", "50/s", "verify_tls", false);
                var checking = started("url", server.url().replace("http:", "https:"), "rate", "50/s")) {
            assertThat(firstSecond(trusting, 50).errors()).isZero();
            assertThat(firstSecond(checking, 50).errors()).isEqualTo(50);
            assertThat(server.connections).hasValueLessThan(200);
        }
    }

    @Test
    void closingLeavesNoThreadAndNoConnection() throws Exception {
        try (var server = RawServer.start((socket, head, number) -> {
            if (number % 2 == 0) {
                Thread.sleep(60_000);
            }
            RawServer.reply(socket, RawServer.OK);
        })) {
            var reader = started("url", server.url(), "rate", "100/s", "timeout", "30s");
            await().until(() -> everything(reader).answered() > 20);
            long start = System.nanoTime();
            reader.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
            int sent = server.requests.get();
            LoadWindow seen = everything(reader);
            await().until(() -> server.open.stream().allMatch(LoadProbeTest::endedByPeer));
            assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(thread -> thread.getName().endsWith(":" + server.port()));
            assertThat(server.requests.get()).isLessThanOrEqualTo(sent + 1);
            assertThat(everything(reader))
                    .as("still to be asked, and unchanged")
                    .isEqualTo(seen);
            reader.close();
        }
    }

    private static boolean endedByPeer(Socket socket) {
        try {
            socket.setSoTimeout(1);
            return socket.getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException _) {
            return false;
        } catch (java.io.IOException _) {
            return true;
        }
    }

    @Test
    void isEmptyBeforeItStarts() {
        try (var reader =
                kind.open("a probe", Given.arguments(kind, "url", "http://x/", "rate", "6/m"), Machine.local())) {
            assertThat(everything(reader).answered()).isZero();
            assertThat(everything(reader).p99()).isZero();
        }
    }

    /** A program that ends its main method with the probe still running. */
    public static final class Leaver {
        private Leaver() {}

        public static void main(String[] arguments) {
            var kind = new LoadProbe();
            kind.open("a probe", Given.arguments(kind, "url", arguments[0], "rate", "200/s"), Machine.local())
                    .start();
        }
    }

    @Test
    void aForgottenCloseDoesNotKeepTheJvmAlive() throws Exception {
        try (var server = RawServer.start((socket, head, number) -> Thread.sleep(60_000))) {
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            var process = new ProcessBuilder(
                            java, "-cp", System.getProperty("java.class.path"), Leaver.class.getName(), server.url())
                    .inheritIO()
                    .start();
            assertThat(process.waitFor(Duration.ofSeconds(20))).isTrue();
            assertThat(process.exitValue()).isZero();
        }
    }

    private ProbeReader.Continuous started(Object... given) {
        var reader = kind.open("a probe", Given.arguments(kind, given), Machine.local());
        reader.start();
        return reader;
    }

    private static LoadWindow everything(ProbeReader.Continuous reader) {
        return reader.window(Instant.EPOCH, Instant.MAX);
    }

    /** Waits until the first requests, as many as are due in a second, have an outcome; returns that second. */
    private static LoadWindow firstSecond(ProbeReader.Continuous reader, int count) {
        Instant latest = Instant.now();
        await().until(() -> everything(reader).answered() >= count);
        for (Instant start = latest.minusSeconds(2); ; start = start.plusMillis(1)) {
            LoadWindow window = reader.window(Instant.EPOCH, start);
            if (window.answered() >= count || start.isAfter(latest.plusSeconds(20))) {
                return window;
            }
        }
    }
}
