package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The consent that a policy asks for: of people to a version of a file, and of a feature flag. */
class PolicyConsentTest extends UnderAPolicy {
    @Test
    void anApprovalCountsForThisVersionOfTheFileOnly() throws Exception {
        policy("approvals: {people: 1}");
        String digest = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(work.resolve("pause.yaml"))));
        shakeout.write(
                "shakeout-approvals.yaml", """
                approvals:
                  - {experiment: a short sleep, sha256: %s, approver: ada, expires: %s}
                """.formatted(digest, Instant.now().plus(Duration.ofHours(1))));

        assertThat(shakeout.run("plan", "pause.yaml").status()).isZero();

        Files.writeString(work.resolve("pause.yaml"), "\n# changed", java.nio.file.StandardOpenOption.APPEND);
        assertThat(refused("run", "pause.yaml").out())
                .contains("that of ada is for another version of the file (shakeout-approvals.yaml:2:5)");
    }

    @Test
    void aFeatureFlagIsReadFromAVariableAFileAnAddressOrAService() throws IOException {
        policy("feature-flag: {variable: CHAOS}");
        assertThat(behind(List.of("CHAOS=true"), "plan", "pause.yaml").status()).isZero();
        assertThat(behind(List.of("CHAOS=no"), "plan", "pause.yaml").err()).contains("neither true nor false but 'no'");

        policy("feature-flag: {file: flags.json, key: chaos}");
        assertThat(refused("plan", "pause.yaml").err()).contains("there is no file flags.json");
        shakeout.write("flags.json", """
                {"flags": {"chaos": {"state": "ENABLED", "variants": {"on": true}, "defaultVariant": "on"}}}""");
        assertThat(shakeout.run("plan", "pause.yaml").status()).isZero();

        var asked = new ArrayList<String>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            asked.add(exchange.getRequestMethod() + " " + path);
            byte[] answer = (path.equals("/on") ? "true" : "{\"key\": \"chaos\", \"value\": false}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(path.equals("/gone") ? 404 : 200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        try {
            policy("feature-flag: {url: \"" + address + "/on\"}");
            assertThat(shakeout.run("plan", "pause.yaml").status()).isZero();
            policy("feature-flag: {url: \"" + address + "/gone\"}");
            assertThat(refused("plan", "pause.yaml").err()).contains("answered with status 404");
            policy("feature-flag: {service: \"" + address + "\", key: chaos}");
            assertThat(refused("plan", "pause.yaml").err()).contains("flag 'chaos' of " + address + "): it is off");
        } finally {
            server.stop(0);
        }
        assertThat(asked).containsExactly("GET /on", "GET /gone", "POST /ofrep/v1/evaluate/flags/chaos");
        assertThat(refused("plan", "pause.yaml").err()).contains("cannot be read");
    }
}
