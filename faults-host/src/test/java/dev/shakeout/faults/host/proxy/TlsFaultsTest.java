package dev.shakeout.faults.host.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

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
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Faults in encrypted connections, whose certificate the proxy was given. */
class TlsFaultsTest {
    @TempDir
    static Path folder;

    private static Pem pem;
    private static H2Mirror both;
    private static H2Mirror first;

    @BeforeAll
    static void serve() throws Exception {
        pem = Pem.make(folder, "EC");
        both = H2Mirror.start(Optional.of(pem.server()), HttpVersionPolicy.NEGOTIATE);
        first = H2Mirror.start(Optional.of(pem.server()), HttpVersionPolicy.FORCE_HTTP_1);
    }

    @AfterAll
    static void stop() {
        both.close();
        first.close();
    }

    /** A client and where it finds the service. */
    private record Client(HttpClient http, InetSocketAddress front) implements AutoCloseable {
        static Client through(Version version, String... lines) throws IOException {
            String[] opened =
                    Arrays.stream(lines).map(line -> line + pem.words()).toArray(String[]::new);
            H2Mirror behind = version == Version.HTTP_2 ? both : first;
            return at(LiveProxy.before(behind.address(), opened));
        }

        static Client at(InetSocketAddress front) {
            var http = HttpClient.newBuilder()
                    .sslContext(pem.files().load().asClient())
                    .connectTimeout(Duration.ofSeconds(10))
                    .build();
            return new Client(http, front);
        }

        private HttpRequest request(String method, String path, byte[] body) {
            return HttpRequest.newBuilder(URI.create("https://localhost:" + front.getPort() + path))
                    .timeout(Duration.ofSeconds(20))
                    .header("X-Mark", "m")
                    .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                    .build();
        }

        HttpResponse<byte[]> ask(String method, String path, byte[] body) throws Exception {
            return http.send(request(method, path, body), HttpResponse.BodyHandlers.ofByteArray());
        }

        HttpResponse<byte[]> get(String path) throws Exception {
            return ask("GET", path, new byte[0]);
        }

        @Override
        public void close() {
            http.shutdownNow();
        }
    }

    private static String asked(HttpResponse<byte[]> answer) {
        return answer.headers().firstValue("x-asked").orElse("");
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void what_is_not_meant_passes_unchanged_by_the_protocol_that_the_service_chose(Version version) throws Exception {
        try (var client = Client.through(version, "http abort path=/no")) {
            var random = new Random(2);
            for (int size : new int[] {0, 1, 70_000, 4_000_000}) {
                var body = new byte[size];
                random.nextBytes(body);
                HttpResponse<byte[]> answer = client.ask("POST", "/p", body);
                assertThat(answer.version()).isEqualTo(version);
                assertThat(Arrays.equals(answer.body(), body)).isTrue();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"HTTP_1_1, requests", "HTTP_1_1, answers", "HTTP_2, requests", "HTTP_2, answers"})
    void every_fault_hits_what_it_is_meant_for(Version version, String side) throws Exception {
        String rewrite = side.equals("requests")
                ? "http rewrite set.x-mark=seen to-path=/new body=other path=/rewrite"
                : "http rewrite status=418 set.x-mark=seen body=other path=/rewrite direction=answers";
        String to = " direction=" + side;
        try (var client = Client.through(
                version,
                "http delay latency=300ms path=/delay" + to,
                "http abort path=/abort" + to,
                "http answer status=503 body=no path=/status" + to,
                "http rewrite patch=%7B%22age%22:null%7D path=/json" + to,
                rewrite)) {
            assertThat(asked(client.get("/none"))).isEqualTo("GET /none|m");
            long begin = System.nanoTime();
            client.get("/delay");
            assertThat((System.nanoTime() - begin) / 1e6).isBetween(300.0, 1500.0);
            assertThatThrownBy(() -> client.get("/abort")).isInstanceOf(IOException.class);
            HttpResponse<byte[]> own = client.ask("POST", "/status", new byte[100_000]);
            assertThat(own.statusCode()).isEqualTo(503);
            assertThat(new String(own.body())).isEqualTo("no");
            String json = new String(client.ask("POST", "/json", "{\"age\":1,\"b\":2}".getBytes())
                    .body());
            assertThat(json).isEqualTo("{\"b\":2}");
            HttpResponse<byte[]> other = client.ask("POST", "/rewrite", new byte[100_000]);
            assertThat(new String(other.body())).isEqualTo("other");
            if (side.equals("requests")) {
                assertThat(asked(other)).isEqualTo("POST /new|seen");
            } else {
                assertThat(other.statusCode()).isEqualTo(418);
                assertThat(other.headers().firstValue("x-mark")).contains("seen");
            }
        }
    }

    @Test
    void a_stream_that_is_held_holds_no_other() throws Exception {
        try (var client = Client.through(Version.HTTP_2, "http delay latency=500ms path=/slow")) {
            client.get("/warm");
            CompletableFuture<HttpResponse<byte[]>> slow = client.http()
                    .sendAsync(
                            client.request("POST", "/slow", new byte[1_000_000]),
                            HttpResponse.BodyHandlers.ofByteArray());
            for (int i = 0; i < 10; i++) {
                assertThat(client.get("/quick").statusCode()).isEqualTo(200);
            }
            assertThat(slow.isDone()).isFalse();
            assertThat(slow.join().body()).hasSize(1_000_000);
        }
    }

    @Test
    void connections_that_were_open_when_the_fault_came_are_opened_anew() throws Exception {
        Path control = folder.resolve("control");
        Files.createDirectories(control);
        var faults = new Control(List.of());
        faults.follow(control);
        InetSocketAddress front;
        try (var free = new ServerSocket(0)) {
            front = new InetSocketAddress(InetAddress.getLoopbackAddress(), free.getLocalPort());
        }
        new Link(front, first.address(), Optional.empty(), faults, Loops.start(1, faults)).start();
        Path file = control.resolve("a.fault");
        try (var client = Client.at(front)) {
            assertThat(client.get("/a").statusCode()).isEqualTo(200);
            Files.writeString(control.resolve(".a"), "http answer status=503" + pem.words());
            Files.move(control.resolve(".a"), file);
            await().ignoreExceptions().until(() -> client.get("/a").statusCode() == 503);
            Files.delete(file);
            await().ignoreExceptions().until(() -> client.get("/a").statusCode() == 200);
        }
    }

    @Test
    void faults_of_connections_count_what_is_encrypted() throws Exception {
        String[] lines = {"http abort path=/no" + pem.words(), "limit-data 10KiB direction=answers", "slicer 700B 1ms"};
        InetSocketAddress front = LiveProxy.before(first.address(), lines);
        var factory = pem.files().load().asClient().getSocketFactory();
        try (var socket = factory.createSocket(front.getAddress(), front.getPort())) {
            String head = "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n";
            socket.getOutputStream().write(head.getBytes("US-ASCII"));
            socket.getOutputStream().write(new byte[100_000]);
            assertThat(socket.getInputStream().readAllBytes()).hasSize(10 << 10);
        }
    }

    @Test
    void a_client_that_does_not_encrypt_is_served_as_ever() throws Exception {
        try (var proxy = LiveProxy.echo("http abort" + pem.words());
                var socket = proxy.connect()) {
            for (byte[] word : new byte[][] {{1, 2, 3}, {22, 3, 1, 0, 0}, {5}}) {
                socket.getOutputStream().write(word);
                assertThat(socket.getInputStream().readNBytes(word.length)).isEqualTo(word);
            }
        }
    }

    @Test
    void a_service_with_another_certificate_is_not_trusted() throws Exception {
        Pem other = Pem.make(folder, "RSA");
        try (var client = Client.at(LiveProxy.before(first.address(), "http abort path=/no" + other.words()))) {
            assertThatThrownBy(() -> client.get("/a")).isInstanceOf(IOException.class);
        }
        String ca = " ca=" + pem.files().certificate();
        var front = LiveProxy.before(first.address(), "http answer status=503" + other.words() + ca);
        var http = HttpClient.newBuilder()
                .sslContext(other.files().load().asClient())
                .build();
        try (var client = new Client(http, front)) {
            assertThat(client.get("/a").statusCode()).isEqualTo(503);
        }
    }

    @Test
    void whatever_a_client_says_first_others_are_served() throws Exception {
        var random = new Random(11);
        byte[] hello = hello("localhost");
        try (var client = Client.through(Version.HTTP_2, "http abort path=/no")) {
            for (int round = 0; round < 200; round++) {
                byte[] mutant =
                        Arrays.copyOf(hello, hello.length - random.nextInt(3) * random.nextInt(hello.length / 3));
                for (int changes = random.nextInt(4); changes > 0; changes--) {
                    mutant[random.nextInt(mutant.length)] = (byte) random.nextInt();
                }
                try (var socket =
                        new Socket(client.front().getAddress(), client.front().getPort())) {
                    socket.getOutputStream().write(mutant);
                }
            }
            assertThat(client.get("/a").statusCode()).isEqualTo(200);
        }
    }

    private static byte[] hello(String name) throws Exception {
        var engine = pem.files().load().client(Optional.of(name), List.of("h2", "http/1.1"));
        var bytes = ByteBuffer.allocate(1 << 16);
        engine.beginHandshake();
        engine.wrap(ByteBuffer.allocate(0), bytes);
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    @Test
    void finds_name_and_protocols_in_whatever_pieces_a_hello_comes() throws Exception {
        byte[] hello = hello("localhost");
        for (int length = 0; length < hello.length; length++) {
            assertThat(TlsHello.read(Arrays.copyOf(hello, length))).isEqualTo(new TlsHello.Partial());
        }
        for (String name : new String[] {"localhost", "my_service"}) {
            assertThat(TlsHello.read(hello(name)))
                    .isEqualTo(new TlsHello.Whole(Optional.of(name), List.of("h2", "http/1.1")));
        }
    }
}
