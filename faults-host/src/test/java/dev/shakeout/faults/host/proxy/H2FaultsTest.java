package dev.shakeout.faults.host.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.Message;
import org.apache.hc.core5.http.nio.entity.BasicAsyncEntityConsumer;
import org.apache.hc.core5.http.nio.support.AsyncRequestBuilder;
import org.apache.hc.core5.http.nio.support.BasicResponseConsumer;
import org.apache.hc.core5.http2.impl.nio.bootstrap.H2MultiplexingRequester;
import org.apache.hc.core5.http2.impl.nio.bootstrap.H2MultiplexingRequesterBootstrap;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for single requests of HTTP/2, all of them on one connection. */
class H2FaultsTest {
    private static H2Mirror mirror;
    private H2MultiplexingRequester client;
    private InetSocketAddress front;

    @BeforeAll
    static void serve() throws IOException {
        mirror = H2Mirror.plain();
    }

    @AfterAll
    static void stop() {
        mirror.close();
    }

    @BeforeEach
    void start() {
        client = H2MultiplexingRequesterBootstrap.bootstrap().create();
        client.start();
    }

    @AfterEach
    void end() {
        client.close(CloseMode.IMMEDIATE);
    }

    private void faults(String... lines) throws IOException {
        front = LiveProxy.before(mirror.address(), lines);
    }

    private Future<Message<HttpResponse, byte[]>> send(String method, String path, byte[] body, String... headers) {
        var request = AsyncRequestBuilder.create(method).setUri("http://127.0.0.1:" + front.getPort() + path);
        for (int i = 0; i < headers.length; i += 2) {
            request.addHeader(headers[i], headers[i + 1]);
        }
        if (body.length > 0) {
            request.setEntity(body, ContentType.APPLICATION_OCTET_STREAM);
        }
        return client.execute(
                request.build(),
                new BasicResponseConsumer<>(new BasicAsyncEntityConsumer()),
                Timeout.ofSeconds(20),
                null);
    }

    private Message<HttpResponse, byte[]> ask(String method, String path, String... headers) throws Exception {
        return send(method, path, new byte[0], headers).get(20, TimeUnit.SECONDS);
    }

    private static String text(Message<HttpResponse, byte[]> answer) {
        return answer.getBody() == null ? "" : new String(answer.getBody(), StandardCharsets.UTF_8);
    }

    private static String asked(Message<HttpResponse, byte[]> answer) {
        return answer.getHead().getFirstHeader("x-asked").getValue();
    }

    /** Megabytes are not for a message of a test. */
    private static void same(Future<Message<HttpResponse, byte[]>> answer, byte[] body) throws Exception {
        assertThat(Arrays.equals(answer.get(30, TimeUnit.SECONDS).getBody(), body))
                .isTrue();
    }

    private static double millis(long begin) {
        return (System.nanoTime() - begin) / 1e6;
    }

    @Test
    void what_is_not_meant_passes_unchanged_and_larger_than_any_window() throws Exception {
        faults("http abort path=/other");
        var random = new Random(5);
        var pending = new ArrayList<Future<Message<HttpResponse, byte[]>>>();
        var sent = new ArrayList<byte[]>();
        for (int size : new int[] {1, 65_535, 65_536, 300_000, 5_000_000, 3_000_001}) {
            var body = new byte[size];
            random.nextBytes(body);
            sent.add(body);
            pending.add(send("POST", "/p" + size, body));
        }
        for (int i = 0; i < sent.size(); i++) {
            same(pending.get(i), sent.get(i));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"requests", "answers"})
    void delays_what_is_meant_and_nothing_else_on_the_connection(String side) throws Exception {
        faults("http delay latency=400ms method=POST path=/slow header.X-Mark=*yes* direction=" + side);
        ask("GET", "/warm");
        var body = new byte[700_000];
        new Random(1).nextBytes(body);
        long begin = System.nanoTime();
        var slow = send("POST", "/slow", body, "x-mark", "oh yes");
        for (int i = 0; i < 20; i++) {
            assertThat(asked(ask("GET", "/quick" + i))).isEqualTo("GET /quick" + i + "|");
        }
        assertThat(asked(ask("POST", "/slow", "x-mark", "no"))).isEqualTo("POST /slow|no");
        assertThat(slow.isDone()).isFalse();
        same(slow, body);
        assertThat(millis(begin)).isBetween(400.0, 2000.0);
    }

    @Test
    void hits_only_answers_that_are_meant() throws Exception {
        faults("http answer status=418 path=/a direction=answers if-status=404");
        assertThat(ask("GET", "/a").getHead().getCode()).isEqualTo(200);
        faults("http answer status=418 path=/a direction=answers if-status=200");
        assertThat(ask("GET", "/a").getHead().getCode()).isEqualTo(418);
        assertThat(ask("GET", "/b").getHead().getCode()).isEqualTo(200);
    }

    @Test
    void holds_many_large_bodies_and_delivers_each_whole() throws Exception {
        faults("http delay latency=300ms", "http delay latency=300ms direction=answers");
        var body = new byte[400_000];
        new Random(4).nextBytes(body);
        var pending = new ArrayList<Future<Message<HttpResponse, byte[]>>>();
        for (int i = 0; i < 16; i++) {
            pending.add(send("POST", "/" + i, body));
        }
        for (var each : pending) {
            same(each, body);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"requests", "answers"})
    void aborts_one_stream_and_leaves_the_connection_to_the_others(String side) throws Exception {
        faults("http abort path=~^/or.ers$ direction=" + side);
        var others = new ArrayList<Future<Message<HttpResponse, byte[]>>>();
        for (int i = 0; i < 10; i++) {
            others.add(send("POST", "/other", new byte[200_000]));
            assertThatThrownBy(() -> send("POST", "/orders", new byte[100_000]).get(20, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(org.apache.hc.core5.http2.H2StreamResetException.class);
        }
        for (var other : others) {
            assertThat(other.get(20, TimeUnit.SECONDS).getBody()).hasSize(200_000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"requests", "answers"})
    void answers_itself(String side) throws Exception {
        faults("http answer status=503 body=not%20now path=/b direction=" + side);
        for (int i = 0; i < 5; i++) {
            var own = send("POST", "/b", new byte[600_000]).get(20, TimeUnit.SECONDS);
            assertThat(own.getHead().getCode()).isEqualTo(503);
            assertThat(text(own)).isEqualTo("not now");
            assertThat(ask("GET", "/a").getHead().getCode()).isEqualTo(200);
        }
        var head = ask("HEAD", "/b");
        assertThat(head.getHead().getCode()).isEqualTo(503);
        assertThat(text(head)).isEmpty();
    }

    @Test
    void replaces_requests() throws Exception {
        faults("http rewrite to-method=PUT to-path=/new body=other path=/old");
        var answer = send("POST", "/old?q=1", new byte[500_000], "x-mark", "m").get(20, TimeUnit.SECONDS);
        assertThat(asked(answer)).isEqualTo("PUT /new?q=1|m");
        assertThat(text(answer)).isEqualTo("other");
        assertThat(text(ask("GET", "/old"))).isEqualTo("other");
        assertThat(text(ask("GET", "/else"))).isEmpty();
    }

    @Test
    void replaces_answers_with_more_than_a_window_takes() throws Exception {
        String much = "x".repeat(200_000);
        faults("http rewrite status=201 body=" + much + " path=/a direction=answers");
        var answer = send("POST", "/a", new byte[400_000]).get(20, TimeUnit.SECONDS);
        assertThat(answer.getHead().getCode()).isEqualTo(201);
        assertThat(answer.getHead().getFirstHeader("content-length").getValue()).isEqualTo("200000");
        assertThat(text(answer)).isEqualTo(much);
        assertThat(send("POST", "/b", new byte[400_000])
                        .get(20, TimeUnit.SECONDS)
                        .getBody())
                .hasSize(400_000);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            requests | {"a": 1, "b": 2}  | {"b":null,"c":"ü"} | {"a":1,"c":"ü"}
            requests | no json           | {"b":null}         | no json
            answers  | {"a": 1, "b": 2}  | {"a":[]}           | {"a":[],"b":2}
            answers  | no json           | {"b":null}         | no json
            """)
    void patches_bodies_of_json(String side, String body, String patch, String after) throws Exception {
        faults("http rewrite patch=" + java.net.URLEncoder.encode(patch, StandardCharsets.UTF_8) + " direction="
                + side);
        var answer = send("POST", "/a", body.getBytes(StandardCharsets.UTF_8)).get(20, TimeUnit.SECONDS);
        assertThat(text(answer)).isEqualTo(after);
    }

    @Test
    void passes_a_body_that_is_too_long_to_be_patched() throws Exception {
        faults("http rewrite patch=%7B%7D", "http rewrite patch=%7B%7D direction=answers");
        var body = new byte[HttpOrders.LONGEST_PATCHED + 100_000];
        new Random(3).nextBytes(body);
        same(send("POST", "/a", body), body);
    }

    @Test
    void sets_headers_and_query_parameters() throws Exception {
        faults("http rewrite query.a=b%20c set.X-Mark=seen", "http rewrite set.X-Mark=told direction=answers");
        var answer = ask("GET", "/a?a=1&d=2", "x-mark", "mine");
        assertThat(asked(answer)).isEqualTo("GET /a?d=2&a=b+c|seen");
        assertThat(answer.getHead().getFirstHeader("x-mark").getValue()).isEqualTo("told");
    }

    @Test
    void hits_its_share_of_many_requests_that_are_under_way_together() throws Exception {
        faults("http answer status=503 percent=30%", "http delay latency=50ms percent=50% direction=answers");
        int hit = 0;
        var body = new byte[20_000];
        for (int round = 0; round < 3; round++) {
            var pending = new ArrayList<Future<Message<HttpResponse, byte[]>>>();
            for (int i = 0; i < 100; i++) {
                pending.add(send("POST", "/a", body));
            }
            for (var each : pending) {
                var answer = each.get(20, TimeUnit.SECONDS);
                hit += answer.getHead().getCode() == 503 ? 1 : 0;
                assertThat(answer.getBody() == null ? 0 : answer.getBody().length)
                        .isEqualTo(answer.getHead().getCode() == 503 ? 0 : body.length);
            }
        }
        // 30% of 300; 6 standard deviations to either side
        assertThat(hit).isBetween(90 - 48, 90 + 48);
    }

    @Test
    void a_connection_that_was_open_when_the_fault_came_is_cut_once(@TempDir Path control) throws Exception {
        var faults = new Control(List.of());
        faults.follow(control);
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            front = new InetSocketAddress(InetAddress.getLoopbackAddress(), free.getLocalPort());
        }
        new Link(front, mirror.address(), Optional.empty(), faults, Loops.start(1, faults)).start();
        assertThat(ask("GET", "/a").getHead().getCode()).isEqualTo(200);
        Files.writeString(control.resolve(".a"), "http answer status=503");
        Files.move(control.resolve(".a"), control.resolve(ControlFolder.file("a")));
        await().ignoreExceptions().until(() -> ask("GET", "/a").getHead().getCode() == 503);
        Files.delete(control.resolve(ControlFolder.file("a")));
        await().until(() -> ask("GET", "/a").getHead().getCode() == 200);
    }
}
