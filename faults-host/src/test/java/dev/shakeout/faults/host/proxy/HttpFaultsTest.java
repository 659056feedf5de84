package dev.shakeout.faults.host.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server that answers every request with what it got, in the framing that the path asks for. */
class HttpFaultsTest {
    private static LiveProxy mirror(String... faults) throws IOException {
        return LiveProxy.to(HttpFaultsTest::serve, faults);
    }

    private static void serve(Socket client) throws IOException {
        for (Message request = Message.read(client.getInputStream(), false);
                !request.head().isEmpty();
                request = Message.read(client.getInputStream(), false)) {
            String content = request.head().lines().findFirst().orElse("") + "|" + request.header("X-Mark") + "|"
                    + request.body();
            String status = request.head().contains("/missing") ? "404 Not Found" : "200 OK";
            String head = "HTTP/1.1 " + status + "\r\nX-Server: mirror\r\n";
            if (request.head().contains("/upgrade")) {
                write(client, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n");
                client.getInputStream().transferTo(client.getOutputStream());
                return;
            }
            if (request.head().contains("/json")) {
                content = "{\"name\": \"ada\", \"age\": 36, \"deep\": {\"a\": 1, \"b\": 2}}";
            }
            if (request.head().contains("/chunked")) {
                String middle = Integer.toHexString(content.length()) + "\r\n" + content + "\r\n0\r\n\r\n";
                write(client, head + "Transfer-Encoding: chunked\r\n\r\n" + middle);
            } else if (request.head().contains("/close")) {
                write(client, head + "Connection: close\r\n\r\n" + content);
                return;
            } else if (request.head().contains("/interim")) {
                write(client, "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + head + length(content) + content);
            } else {
                write(client, head + length(content) + (request.head().startsWith("HEAD") ? "" : content));
            }
        }
    }

    private static String length(String content) {
        return "Content-Length: " + content.length() + "\r\n\r\n";
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A message as it was read; both parts are empty at the end of the connection. */
    private record Message(String head, String body) {
        static Message read(InputStream in, boolean noBody) throws IOException {
            var head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    return new Message("", "");
                }
                head.append((char) next);
            }
            var message = new Message(head.toString(), "");
            if (noBody) {
                return message;
            }
            if (message.header("Transfer-Encoding").equals("chunked")) {
                return new Message(head.toString(), chunks(in));
            }
            String length = message.header("Content-Length");
            boolean untilClose = length.isEmpty() && head.indexOf("HTTP/1.1 200") == 0;
            int count = untilClose ? Integer.MAX_VALUE : length.isEmpty() ? 0 : Integer.parseInt(length);
            return new Message(head.toString(), new String(in.readNBytes(count), StandardCharsets.ISO_8859_1));
        }

        private static String chunks(InputStream in) throws IOException {
            var body = new StringBuilder();
            while (true) {
                int size = Integer.parseInt(line(in).replaceFirst(";.*", ""), 16);
                body.append(new String(in.readNBytes(size), StandardCharsets.ISO_8859_1));
                String next = line(in);
                while (size == 0 && !next.isEmpty()) { // a trailer
                    next = line(in);
                }
                if (size == 0) {
                    return body.toString();
                }
            }
        }

        private static String line(InputStream in) throws IOException {
            var line = new StringBuilder();
            while (line.indexOf("\r\n") < 0) {
                line.append((char) in.read());
            }
            return line.toString().strip();
        }

        String header(String name) {
            return head.lines()
                    .filter(line -> line.startsWith(name + ": "))
                    .map(line -> line.substring(name.length() + 2))
                    .findFirst()
                    .orElse("");
        }
    }

    private static Message ask(Socket socket, String request) throws IOException {
        write(socket, request);
        return Message.read(socket.getInputStream(), request.startsWith("HEAD"));
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
    }

    @Test
    void hits_its_share_of_the_requests_of_one_connection() throws IOException {
        int hit = 0;
        try (var proxy = mirror("http answer status=503 percent=30%");
                var socket = proxy.connect()) {
            for (int i = 0; i < 300; i++) {
                hit += ask(socket, get("/a")).head().contains(" 503 ") ? 1 : 0;
            }
        }
        // 30% of 300; 6 standard deviations to either side
        assertThat(hit).isBetween(90 - 48, 90 + 48);
    }

    @Test
    void delays_only_the_requests_that_are_meant_and_keeps_the_connection() throws IOException {
        try (var proxy = mirror("http delay latency=200ms method=GET path=/api/* header.Accept=*json*");
                var socket = proxy.connect()) {
            assertThat(millis(socket, get("/api/a"))).isLessThan(150);
            assertThat(millis(socket, "GET /api/a?x=1 HTTP/1.1\r\nAccept: text/json\r\n\r\n"))
                    .isBetween(200.0, 600.0);
            assertThat(millis(socket, "POST /api/a HTTP/1.1\r\nAccept: json\r\nContent-Length: 2\r\n\r\nhi"))
                    .isLessThan(150);
            assertThat(millis(socket, "GET /web HTTP/1.1\r\nAccept: json\r\n\r\n"))
                    .isLessThan(150);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "if-status=404, /missing, /there",
        "answer.X-Server=mirr*, /there, ''",
        "answer.X-Server=*other*, '', /there",
        "if-status=404 answer.x-server=mirror, /missing, /there",
        "if-status=404 answer.X-Other=*, '', /missing",
        "path=/missing* if-status=404, /missing, /other/missing"
    })
    void hits_only_answers_that_are_meant(String which, String hit, String spared) throws IOException {
        try (var proxy = mirror("http answer status=418 direction=answers " + which);
                var socket = proxy.connect()) {
            if (!hit.isEmpty()) {
                assertThat(ask(socket, get(hit)).head()).startsWith("HTTP/1.1 418 ");
            }
            if (!spared.isEmpty()) {
                assertThat(ask(socket, get(spared)).head())
                        .doesNotContain(" 418 ")
                        .contains("X-Server: mirror");
            }
        }
    }

    private static double millis(Socket socket, String request) throws IOException {
        long begin = System.nanoTime();
        assertThat(ask(socket, request).head()).startsWith("HTTP/1.1 200 OK");
        return (System.nanoTime() - begin) / 1e6;
    }

    @ParameterizedTest
    @ValueSource(strings = {"requests", "answers"})
    void aborts_one_path_and_serves_the_others(String side) throws IOException {
        try (var proxy = mirror("http abort path=~^/or.ers$ direction=" + side);
                var socket = proxy.connect()) {
            assertThat(ask(socket, get("/other")).head()).contains("200");
            assertThatThrownBy(() -> {
                        if (ask(socket, get("/orders")).head().isEmpty()) {
                            throw new SocketException("closed");
                        }
                    })
                    .isInstanceOf(SocketException.class);
        }
    }

    @Test
    void answers_instead_of_the_service_in_the_order_of_the_requests() throws IOException {
        try (var proxy = mirror("http answer status=503 body=not%20now path=/b*");
                var socket = proxy.connect()) {
            String post = "POST /b2 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
            write(socket, get("/a1") + get("/b1") + get("/a2") + post + get("/chunked"));
            var in = socket.getInputStream();
            assertThat(Message.read(in, false).body()).startsWith("GET /a1");
            Message own = Message.read(in, false);
            assertThat(own.head()).startsWith("HTTP/1.1 503 Service Unavailable");
            assertThat(own.body()).isEqualTo("not now");
            assertThat(Message.read(in, false).body()).startsWith("GET /a2");
            assertThat(Message.read(in, false).head()).contains(" 503 ");
            assertThat(Message.read(in, false).body()).startsWith("GET /chunked");
        }
    }

    @Test
    void ends_the_connection_after_an_answer_of_its_own_where_the_client_asked_for_that() throws IOException {
        try (var proxy = mirror("http answer status=404");
                var socket = proxy.connect()) {
            write(socket, "GET /x HTTP/1.1\r\nConnection: close\r\n\r\n");
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .contains("404 Not Found")
                    .contains("Connection: close");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/plain", "/chunked", "/interim"})
    void puts_other_content_into_answers_of_every_framing(String path) throws IOException {
        try (var proxy = mirror("http rewrite status=500 body=broken set.X-Server=other direction=answers");
                var socket = proxy.connect()) {
            for (int i = 0; i < 3; i++) {
                Message answer = ask(socket, get(path));
                if (answer.head().contains(" 103 ")) {
                    answer = Message.read(socket.getInputStream(), false);
                }
                assertThat(answer.head()).startsWith("HTTP/1.1 500 Internal Server Error");
                assertThat(answer.header("X-Server")).isEqualTo("other");
                assertThat(answer.body()).isEqualTo("broken");
            }
        }
    }

    @Test
    void changes_requests_in_every_part() throws IOException {
        String line = "http rewrite to-method=PUT to-path=/changed query.q=a%26b query.x=9 set.X-Mark=m body=other";
        try (var proxy = mirror(line);
                var socket = proxy.connect()) {
            String post = "POST /p?x=1&y=2 HTTP/1.1\r\nX-Mark: old\r\nContent-Length: 5\r\n\r\nfirst";
            assertThat(ask(socket, post).body()).isEqualTo("PUT /changed?y=2&q=a%26b&x=9 HTTP/1.1|m|other");
            assertThat(ask(socket, get("/p")).body()).isEqualTo("PUT /changed?q=a%26b&x=9 HTTP/1.1|m|other");
        }
    }

    @ParameterizedTest
    @CsvSource({"/json", "/json/chunked"})
    void patches_json_and_leaves_other_bodies(String path) throws IOException {
        String patch = "%7B%22age%22:37,%22name%22:null,%22deep%22:%7B%22b%22:3%7D%7D";
        try (var proxy = mirror("http rewrite direction=answers patch=" + patch);
                var socket = proxy.connect()) {
            assertThat(ask(socket, get(path)).body().replace(" ", ""))
                    .isEqualTo("{\"age\":37,\"deep\":{\"a\":1,\"b\":3}}");
            assertThat(ask(socket, get("/plain")).body()).startsWith("GET /plain");
            assertThat(ask(socket, get("/chunked")).body()).startsWith("GET /chunked");
        }
    }

    @Test
    void lets_upgrades_heads_and_bodies_until_close_through() throws IOException {
        try (var proxy = mirror("http answer status=500 path=/never");
                var socket = proxy.connect()) {
            assertThat(ask(socket, "HEAD /x HTTP/1.1\r\n\r\n").header("Content-Length"))
                    .isNotEmpty();
            assertThat(ask(socket, get("/interim")).head()).contains(" 103 ");
            assertThat(Message.read(socket.getInputStream(), false).head()).contains(" 200 ");
            write(socket, "GET /upgrade HTTP/1.1\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n");
            assertThat(Message.read(socket.getInputStream(), true).head()).contains(" 101 ");
            write(socket, "GET /never HTTP/1.1\r\n\r\n");
            assertThat(new String(socket.getInputStream().readNBytes(23), StandardCharsets.US_ASCII))
                    .isEqualTo("GET /never HTTP/1.1\r\n\r\n");
        }
        try (var proxy = mirror("http rewrite set.X-New=1 direction=answers");
                var socket = proxy.connect()) {
            Message answer = ask(socket, get("/close"));
            assertThat(answer.header("X-New")).isEqualTo("1");
            assertThat(answer.body()).startsWith("GET /close");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PING\r\n", "GET", "\u0016\u0003\u0001", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "a b c\r\n"})
    void passes_what_is_no_http_untouched(String text) throws IOException {
        try (var proxy = LiveProxy.echo("http abort");
                var socket = proxy.connect()) {
            write(socket, text);
            assertThat(new String(socket.getInputStream().readNBytes(text.length()), StandardCharsets.ISO_8859_1))
                    .isEqualTo(text);
        }
    }

    @Test
    void a_server_that_speaks_first_is_heard() throws IOException {
        try (var proxy = LiveProxy.to(client -> write(client, "SSH-2.0-x\r\n"), "http abort");
                var socket = proxy.connect()) {
            assertThat(socket.getInputStream().readNBytes(11)).hasSize(11);
        }
    }

    @Test
    void finds_the_same_messages_in_whatever_pieces_they_come() throws IOException {
        long seed = 20_261_126L;
        var random = new Random(seed);
        String all = get("/a")
                + "POST /chunked HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n4;x=y\r\nabcd\r\n0\r\nT: 1\r\n\r\n"
                + "POST /b HTTP/1.1\r\nContent-Length: 3\r\n\r\nxyz" + get("/interim") + get("/json");
        try (var proxy = mirror("http rewrite set.X-Mark=seen", "slicer 3B 0ms direction=answers")) {
            for (int round = 0; round < 20; round++) {
                try (var socket = proxy.connect()) {
                    for (int at = 0; at < all.length(); ) {
                        int end = Math.min(all.length(), at + 1 + random.nextInt(40));
                        write(socket, all.substring(at, end));
                        at = end;
                    }
                    var in = socket.getInputStream();
                    for (String path : new String[] {"GET /a", "POST /chunked", "POST /b"}) {
                        assertThat(Message.read(in, false).body())
                                .as("seed %d, round %d", seed, round)
                                .startsWith(path)
                                .contains("|seen|");
                    }
                    assertThat(Message.read(in, true).head()).contains(" 103 ");
                    assertThat(Message.read(in, false).body()).startsWith("GET /interim");
                    assertThat(Message.read(in, false).body()).contains("ada");
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http                        | needs one of
            http frob                   | is no fault
            http delay                  | latency
            http answer status=x        | x
            http answer                 | status
            http abort path=~(          | (
            http rewrite patch={        | patch
            http abort GET              | NAME=VALUE
            http abort direction=both   | requests or answers
            """)
    void says_what_is_wrong_with_a_line(String line, String complaint) {
        assertThatThrownBy(() -> FaultLine.parse(line))
                .isInstanceOf(RuntimeException.class)
                .hasMessageContaining(complaint);
    }
}
