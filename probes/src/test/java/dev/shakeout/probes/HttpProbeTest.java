package dev.shakeout.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.engine.ProbeReader;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpProbeTest {
    private final HttpProbe kind = new HttpProbe();
    private final AtomicReference<String> seenHead = new AtomicReference<>("");
    private final AtomicReference<String> seenBody = new AtomicReference<>("");

    @Test
    void readsStatusHeadersAndBody() throws Exception {
        try (var server = answering("HTTP/1.1 201 Created\r\nX-Two: a\r\nX-Two: b\r\nContent-Length: 5\r\n\r\nhellö")) {
            assertThat(read("url", server.url()).text())
                    .isEqualTo("{\"status\":201,\"headers\":{\"Content-Length\":\"5\",\"X-Two\":\"a, b\"},"
                            + "\"body\":\"hell\uFFFD\"}");
        }
    }

    @Test
    void parsesABodyThatIsExactlyJsonInItsOwnOrderAndPrecision() throws Exception {
        String json = "{\"z\":1,\"a\":[0.1,12345678901234567890.123,null,true,\"ü\"]}";
        try (var server = answering(typed("application/json", json))) {
            assertThat(((Json.Obj) read("url", server.url()))
                            .get("body")
                            .orElseThrow()
                            .text())
                    .isEqualTo(json);
        }
        try (var server = answering(typed("application/json; charset=utf-8", json))) {
            assertThat(((Json.Obj) read("url", server.url())).get("body")).contains(Json.of(json));
        }
    }

    @Test
    void saysWhenABodyThatShouldBeJsonIsNot() throws Exception {
        for (String broken : List.of("{\"a\":", "", "1 2", "<html>")) {
            try (var server = answering(typed("application/json", broken))) {
                assertThatThrownBy(() -> read("url", server.url()))
                        .isInstanceOf(ProbeFailed.class)
                        .hasMessageContaining("its body is not JSON");
            }
        }
    }

    @Test
    void anErrorStatusIsAReadingToo() throws Exception {
        try (var server = answering("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n")) {
            assertThat(((Json.Obj) read("url", server.url())).get("status")).contains(Json.of(503));
        }
    }

    @Test
    void putsArgumentsOfGetIntoTheQuery() throws Exception {
        try (var server = echoing()) {
            var arguments = Json.object(
                    "q", "a b&c", "n", 3, "many", Json.of(List.of(Json.of(1), Json.of(2))), "no", Json.Null.NULL);
            read("url", server.url() + "find?x=y#part", "arguments", arguments);
            assertThat(seenHead.get()).startsWith("GET /find?x=y&q=a+b%26c&n=3&many=1&many=2 HTTP/1.1\r\n");
            read("url", server.url(), "arguments", "raw=1");
            assertThat(seenHead.get()).startsWith("GET /?raw=1 HTTP/1.1\r\n");
        }
    }

    @Test
    void sendsArgumentsAsAFormUnlessTheHeaderSaysJson() throws Exception {
        try (var server = echoing()) {
            var arguments = Json.object("a", "x y", "b", Json.of(List.of(Json.of(1), Json.of(2))));
            read("url", server.url(), "method", "post", "arguments", arguments);
            assertThat(seenBody.get()).isEqualTo("a=x+y&b=1&b=2");
            assertThat(seenHead.get())
                    .startsWith("POST / ")
                    .contains("Content-Type: application/x-www-form-urlencoded");

            var lower = Json.object("content-type", "application/json");
            read("url", server.url(), "method", "PUT", "headers", lower, "arguments", Json.object("on", true));
            assertThat(seenBody.get()).as("written otherwise it means nothing").isEqualTo("on=True");

            var json = Json.object("Content-Type", "application/json");
            read("url", server.url(), "method", "PATCH", "headers", json, "arguments", arguments);
            assertThat(seenHead.get()).startsWith("PATCH / ");
            assertThat(seenBody.get()).isEqualTo("{\"a\":\"x y\",\"b\":[1,2]}");

            read("url", server.url(), "method", "PUT", "headers", json, "arguments", "bare");
            assertThat(seenBody.get()).isEqualTo("\"bare\"");
        }
    }

    @Test
    void sendsEachHeaderItIsGivenEvenHost() throws Exception {
        try (var server = echoing()) {
            read("url", server.url(), "headers", Json.object("Host", "shop.example", "X-A", "b"));
            assertThat(seenHead.get())
                    .contains("Host: shop.example\r\n", "X-A: b\r\n")
                    .doesNotContain("127.0.0.1");
        }
        assertThatThrownBy(() -> read("url", "http://x/", "headers", Json.object("X-A", "b\r\nX-B: c")))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("line break");
    }

    @Test
    void followsRedirectsAndCountsTheLastAnswer() throws Exception {
        try (var server = RawServer.start((socket, head, number) -> {
            seenHead.set(head);
            RawServer.reply(
                    socket,
                    head.contains(" /end")
                            ? RawServer.OK
                            : "HTTP/1.1 303 See Other\r\nLocation: /end\r\nContent-Length: 0\r\n\r\n");
        })) {
            assertThat(((Json.Obj) read("url", server.url(), "method", "POST")).get("status"))
                    .contains(Json.of(200));
            assertThat(seenHead.get()).startsWith("GET /end ");
        }
        try (var endless = answering("HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n")) {
            assertThat(((Json.Obj) read("url", endless.url())).get("status")).contains(Json.of(302));
        }
    }

    @Test
    void saysThatNobodyListens() throws Exception {
        String url = "http://127.0.0.1:" + freePort() + "/health";
        assertThatThrownBy(() -> read("url", url.replace("//", "//user:secret@"), "max_retries", 2))
                .isInstanceOf(ProbeFailed.class)
                .hasMessageContaining("GET " + url)
                .hasMessageContaining("check that the server runs");
        assertThatThrownBy(() -> read("url", "http://no-such-host.invalid/"))
                .hasMessageContaining("the name has no address");
    }

    @Test
    void aResetConnectionFailsAndTheRequestIsNotSentAgain() throws Exception {
        try (var server = RawServer.start((socket, head, number) -> RawServer.reset(socket))) {
            assertThatThrownBy(() -> read("url", server.url()))
                    .isInstanceOf(ProbeFailed.class)
                    .hasMessageContaining("lost before an answer");
            assertThat(server.requests).hasValue(1);
        }
    }

    @Test
    void whatHadNoAnswerIsSentAgainAsOftenAsIsAskedForButNoPost() throws Exception {
        try (var server = RawServer.start((socket, head, number) -> RawServer.reset(socket))) {
            assertThatThrownBy(() -> read("url", server.url(), "max_retries", 3))
                    .isInstanceOf(ProbeFailed.class)
                    .hasMessageContaining("lost before an answer");
            assertThat(server.requests).hasValue(4);
            assertThatThrownBy(() -> read("url", server.url(), "method", "POST", "max_retries", 3))
                    .isInstanceOf(ProbeFailed.class);
            assertThat(server.requests).hasValue(5);
        }
    }

    @Test
    void aDrippingBodyDoesNotOutliveTheTimeLimit() throws Exception {
        try (var server = RawServer.start((socket, head, number) -> {
            RawServer.reply(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
            while (true) {
                RawServer.reply(socket, ".");
                Thread.sleep(20);
            }
        })) {
            for (Json limit : List.of(Json.of(0.2), Json.of("200ms"), Json.of(List.of(Json.of(5), Json.of(0.2))))) {
                long start = System.nanoTime();
                assertThatThrownBy(() -> read("url", server.url(), "timeout", limit))
                        .isInstanceOf(ProbeFailed.class)
                        .hasMessageContaining("no whole answer within 200 ms");
                assertThat(Duration.ofNanos(System.nanoTime() - start))
                        .isBetween(Duration.ofMillis(190), Duration.ofSeconds(3));
            }
        }
        assertThatThrownBy(() -> Given.arguments(kind, "url", "http://x", "timeout", Json.of(List.of(Json.of(1)))))
                .isInstanceOf(BadValue.class);
    }

    @Test
    void checksTheCertificateUnlessToldNotTo(@TempDir Path folder) throws Exception {
        try (var server = RawServer.start(
                SelfSigned.sockets(folder), (socket, head, _) -> RawServer.reply(socket, RawServer.OK))) {
            String url = server.url().replace("http:", "https:");
            assertThatThrownBy(() -> read("url", url))
                    .isInstanceOf(ProbeFailed.class)
                    .hasMessageContaining("verify_tls");
            assertThat(((Json.Obj) read("url", url, "verify_tls", false)).get("body"))
                    .contains(Json.of("ok"));
        }
    }

    @Test
    void readsAnswersOfEveryFraming() throws Exception {
        String chunked =
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nT: 1\r\n\r\n";
        try (var server = answering(chunked)) {
            assertThat(((Json.Obj) read("url", server.url())).get("body")).contains(Json.of("abcde"));
        }
        try (var server = RawServer.start((socket, head, _) -> {
            RawServer.reply(socket, "HTTP/1.0 200 OK\r\n\r\nto the end");
            socket.close();
        })) {
            assertThat(((Json.Obj) read("url", server.url())).get("body")).contains(Json.of("to the end"));
        }
        try (var server = RawServer.start((socket, head, _) -> {
            RawServer.reply(socket, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
            socket.close();
        })) {
            assertThatThrownBy(() -> read("url", server.url())).hasMessageContaining("in the middle of its answer");
        }
    }

    @Test
    void anInterruptEndsTheCall() throws Exception {
        try (var server = RawServer.start((socket, head, number) -> Thread.sleep(60_000))) {
            var seen = new AtomicReference<Throwable>();
            Thread reader = Thread.ofPlatform().start(() -> {
                try {
                    read("url", server.url());
                } catch (Exception e) {
                    seen.set(e);
                }
            });
            org.awaitility.Awaitility.await().until(() -> server.requests.get() == 1);
            reader.interrupt();
            assertThat(reader.join(Duration.ofSeconds(5))).isTrue();
            assertThat(seen.get()).isInstanceOf(InterruptedException.class);
        }
    }

    private Json read(Object... given) throws Exception {
        try (ProbeReader.Once reader = kind.open("a probe", Given.arguments(kind, given), Machine.local())) {
            return reader.read();
        }
    }

    private static RawServer answering(String answer) throws IOException {
        return RawServer.start((socket, head, number) -> RawServer.reply(socket, answer));
    }

    private static String typed(String type, String body) {
        int length = body.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        return "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nContent-Length: " + length + "\r\n\r\n" + body;
    }

    private RawServer echoing() throws IOException {
        return RawServer.start((socket, head, number) -> {
            var length = Pattern.compile("Content-Length: (\\d+)").matcher(head);
            int expected = length.find() ? Integer.parseInt(length.group(1)) : 0;
            seenBody.set(
                    new String(socket.getInputStream().readNBytes(expected), java.nio.charset.StandardCharsets.UTF_8));
            seenHead.set(head);
            RawServer.reply(socket, RawServer.OK);
        });
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
