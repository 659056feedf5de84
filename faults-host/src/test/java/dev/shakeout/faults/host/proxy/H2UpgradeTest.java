package dev.shakeout.faults.host.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Clients that begin with HTTP/1.1 and go on with HTTP/2, as the JDK's does, before a server that lets them: nghttpx. */
class H2UpgradeTest {
    private static final Path NGHTTPX = Path.of("/usr/sbin/nghttpx");
    private static H2Mirror mirror;
    private static Process server;
    private static InetSocketAddress address;

    @BeforeAll
    static void serve() throws IOException {
        assumeTrue(Files.isExecutable(NGHTTPX), "nghttpx is not installed (Debian: nghttp2-proxy)");
        mirror = H2Mirror.plain();
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            address = new InetSocketAddress(InetAddress.getLoopbackAddress(), free.getLocalPort());
        }
        server = new ProcessBuilder(
                        NGHTTPX.toString(),
                        "--conf=/dev/null",
                        "--single-process",
                        "--frontend=127.0.0.1," + address.getPort() + ";no-tls",
                        "--backend=127.0.0.1," + mirror.address().getPort() + ";;proto=h2")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        await().ignoreExceptions().until(() -> {
            try (var socket = new Socket(address.getAddress(), address.getPort())) {
                return socket.isConnected();
            }
        });
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.destroyForcibly();
            mirror.close();
        }
    }

    private static HttpResponse<byte[]> ask(HttpClient client, InetSocketAddress front, String path, byte[] body)
            throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + front.getPort() + path))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    @Test
    void every_request_is_hit_that_is_meant_the_first_one_too() throws Exception {
        var front = LiveProxy.before(
                address,
                "http rewrite status=418 path=/first direction=answers",
                "http delay latency=300ms path=/slow",
                "http abort path=/abort",
                "http answer status=503 path=/status direction=answers");
        var body = new byte[2_000_000];
        new Random(1).nextBytes(body);
        try (var client = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> first = ask(client, front, "/first", new byte[1000]);
            assertThat(first.statusCode()).isEqualTo(418);
            assertThat(first.version()).isEqualTo(Version.HTTP_2);
            assertThat(first.body()).hasSize(1000);
            long begin = System.nanoTime();
            HttpResponse<byte[]> slow = ask(client, front, "/slow", body);
            assertThat((System.nanoTime() - begin) / 1e6).isGreaterThan(300);
            assertThat(Arrays.equals(slow.body(), body)).isTrue();
            assertThat(slow.version()).isEqualTo(Version.HTTP_2);
            assertThat(ask(client, front, "/status", new byte[9]).statusCode()).isEqualTo(503);
            assertThatThrownBy(() -> ask(client, front, "/abort", new byte[9])).isInstanceOf(IOException.class);
            assertThat(ask(client, front, "/else", new byte[9]).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void large_answers_to_the_first_request_come_whole() throws Exception {
        var front = LiveProxy.before(address, "http abort path=/no");
        var body = new byte[1_000_000];
        new Random(2).nextBytes(body);
        for (int round = 0; round < 3; round++) {
            try (var client = HttpClient.newHttpClient()) {
                HttpResponse<byte[]> answer = ask(client, front, "/a", body);
                assertThat(answer.version()).isEqualTo(Version.HTTP_2);
                assertThat(Arrays.equals(answer.body(), body)).isTrue();
            }
        }
    }
}
