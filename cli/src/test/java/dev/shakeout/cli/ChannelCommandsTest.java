package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.shakeout.cli.Shakeout.Ended;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Channels of a server, by the command line; the server is real, and what it tells is received here. */
class ChannelCommandsTest extends WithServer {
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final AtomicInteger status = new AtomicInteger(204);
    private HttpServer receiver;

    @Override
    List<String> carriesOut(Path folder) throws Exception {
        return really(folder);
    }

    @BeforeEach
    void listen() throws Exception {
        told.clear();
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            told.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        receiver.start();
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
    }

    private Path written(String more) throws Exception {
        return Files.writeString(
                home.resolve("ops.yaml"), """
                kind: webhook
                environment: staging
                target: {url: "http://127.0.0.1:%d/secret-path"}
                on: [start, end]
                %s
                """.formatted(receiver.getAddress().getPort(), more));
    }

    private String failed(String... words) {
        Ended ended = as(admin, words);
        assertThat(ended.status()).as(ended.toString()).isEqualTo(7);
        return ended.out();
    }

    @Test
    void aChannelIsMadeTriedLookedAtAndDeleted() throws Exception {
        assertThat(said(admin, "channels", "list")).contains("There is no channel; shakeout channels put --help");
        assertThat(said(admin, "channels", "put", written("").toString())).contains("ops: webhook at 127.0.0.1");
        assertThat(failed("channels", "test", "ops")).contains("not taken: ", "private");
        assertThat(told).isEmpty();

        assertThat(said(admin, "channels", "put", written("allow-private: true").toString()))
                .contains("of start, end in staging", "'shakeout channels test ops' shows whether it works");
        assertThat(said(admin, "channels", "test", "ops")).contains("taken: ");
        assertThat(told).singleElement().asString().contains("\"event\":\"test\"");
        status.set(500);
        assertThat(failed("channels", "test", "ops")).contains("not taken: ", "500");

        assertThat(said(admin, "channels", "show", "ops"))
                .contains("lead-seconds: 0", "allow-private: true")
                .doesNotContain("secret-path");
        assertThat(said(admin, "channels", "list", "--environment", "staging")).startsWith("ops: webhook at");
        assertThat(said(admin, "channels", "messages", "ops")).contains("It was told nothing yet.");

        assertSays(as(token("operator", ""), "channels", "delete", "ops"), 9, "needs the role admin");
        assertThat(said(admin, "channels", "delete", "ops")).contains("Channel ops is deleted.");
        assertSays(as(admin, "channels", "show", "ops"), 2, "there is no channel 'ops'");
    }

    @Test
    void whatItWasToldIsListed() throws Exception {
        said(admin, "channels", "put", written("allow-private: true").toString(), "--name", "team");
        said(
                admin,
                "run",
                "quick",
                "--environment",
                "staging",
                "--journal-path",
                home.resolve("j.json").toString());

        await().untilAsserted(() ->
                assertThat(said(admin, "channels", "messages", "team")).contains("  sent "));
        assertThat(told).isNotEmpty();
        said(admin, "channels", "delete", "team");
    }
}
