package dev.shakeout.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that begin a request and do not come to its end, a little at a time. */
@Timeout(120)
class SlowClientsTest {
    private static final int CLIENTS = 1_000;
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String HEAD = "GET /api/v1/runs HTTP/1.1\r\nHost: localhost\r\nX-Slow: ";
    private static final String BODY = "POST /api/v1/runs HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
            + "Content-Type: application/json\r\nContent-Length: 4000000\r\n\r\n{";

    private final List<Socket> slow = new ArrayList<>();

    /** Half of them have a token, and say their body slowly. */
    private void begin(Site site, String token) throws IOException {
        for (int i = 0; i < CLIENTS; i++) {
            var socket =
                    new Socket(InetAddress.getLoopbackAddress(), site.at("/").getPort());
            slow.add(socket);
            say(socket, i % 2 == 0 ? HEAD : BODY.formatted(token));
        }
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private void saySomethingMore() throws IOException {
        for (Socket each : slow) {
            say(each, " ");
        }
    }

    @Test
    void aThousandOfThemKeepNobodyElseWaiting() throws Exception {
        try (var site = new Site();
                var client = HttpClient.newHttpClient()) {
            String token = site.people.admin();
            begin(site, token);
            for (int i = 0; i < 20; i++) {
                saySomethingMore();
                HttpResponse<String> answer = client.send(
                        HttpRequest.newBuilder(site.at("/api/v1/runs"))
                                .header("Authorization", "Bearer " + token)
                                .timeout(SOON)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            }
            assertThat(site.troubles).isEmpty();
        } finally {
            for (Socket each : slow) {
                each.close();
            }
        }
    }
}
