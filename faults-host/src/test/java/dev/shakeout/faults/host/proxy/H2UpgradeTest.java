package dev.shakeout.faults.host.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
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

    /** Not by the JDK's client: it loses its place when more follows a 101 than it reads at once, also behind a plain relay. */
    @Test
    void large_answers_to_the_first_request_come_whole() throws Exception {
        var front = LiveProxy.before(address, "http abort path=/no");
        var body = new byte[1_000_000];
        new Random(2).nextBytes(body);
        for (int round = 0; round < 3; round++) {
            assertThat(Arrays.equals(answerByFrames(front, body), body)).isTrue();
        }
    }

    /** Windows as large as can be, so that all comes at once (RFC 7540, sections 3.2, 4.1 and 6). */
    private static byte[] answerByFrames(InetSocketAddress front, byte[] body) throws IOException {
        try (var socket = new Socket(front.getAddress(), front.getPort())) {
            socket.setSoTimeout(10_000);
            var out = socket.getOutputStream();
            var in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            out.write(ascii("POST /a HTTP/1.1\r\nHost: h\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                    + "HTTP2-Settings: AAR_____\r\nContent-Length: " + body.length + "\r\n\r\n"));
            out.write(body);
            var head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.readUnsignedByte());
            }
            assertThat(head.toString()).startsWith("HTTP/1.1 101");
            out.write(ascii("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
            out.write(HexFormat.of().parseHex("00000604000000000000047fffffff")); // SETTINGS: initial window
            out.write(HexFormat.of().parseHex("0000040800000000007fff0000")); // WINDOW_UPDATE of the connection
            return data(in, out);
        }
    }

    private static byte[] data(DataInputStream in, OutputStream out) throws IOException {
        var data = new ByteArrayOutputStream();
        boolean ended = false;
        while (!ended) {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int stream = in.readInt();
            byte[] payload = in.readNBytes(length);
            assertThat(type)
                    .as("a frame's type; RST_STREAM is 3, GOAWAY 7")
                    .isNotIn(3, 7)
                    .isLessThan(10);
            if (type == 4 && flags == 0) {
                out.write(HexFormat.of().parseHex("000000040100000000"));
            }
            if (type == 0) {
                data.write(payload);
            }
            ended = stream == 1 && type < 2 && (flags & 1) != 0;
        }
        return data.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
