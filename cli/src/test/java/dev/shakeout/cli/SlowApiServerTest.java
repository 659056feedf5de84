package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.shakeout.cli.Shakeout.Ended;
import dev.shakeout.cli.Shakeout.Running;
import dev.shakeout.dialects.chaostoolkit.JournalReader;
import dev.shakeout.engine.JsonReader;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Json;
import dev.shakeout.model.Verdict;
import dev.shakeout.testbed.Cluster;
import dev.shakeout.testbed.KubernetesObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** What docs/kubernetes.md tells of a slow API server and a slow webhook: both are put behind a declared proxy. */
@Isolated
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlowApiServerTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration LATENCY = Duration.ofMillis(500);
    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String WEBHOOKS = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations";

    private Path work;
    private Shakeout shakeout;
    private Cluster cluster;
    private final List<Running> proxies = new ArrayList<>();

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        work = folder;
        shakeout = new Shakeout(work);
        cluster = Cluster.start(Files.createDirectory(work.resolve("cluster")), Machine.local());
    }

    @AfterAll
    void end() {
        proxies.forEach(proxy -> proxy.process().destroy());
        if (cluster != null) { // it could be started
            cluster.close();
        }
    }

    @Test
    void callsThroughADeclaredProxyTakeLonger() throws IOException {
        String upstream = cluster.server().substring("https://".length());
        String host = upstream.substring(0, upstream.indexOf(':'));
        String listen = host + ":" + freePort(host);
        proxy("api-server", listen, upstream);
        Files.createDirectory(work.resolve(".kube"));
        shakeout.write(".kube/config", Files.readString(cluster.kubeconfig()).replace(upstream, listen));
        shakeout.write("slow.yaml", experiment("api-server", "true", "2s") + """
                  - type: probe
                    name: what goes through it
                    tolerance: {type: jsonpath, path: $.objects, expect: 1}
                    provider: {type: resource, kind: Service, name: kubernetes}
                """);

        Ended ended = shakeout.run("run", "slow.yaml", "--journal-path", "journal.json");

        Journal journal = passed(ended);
        assertThat(journal.run().getLast().duration()).isGreaterThan(LATENCY);
    }

    @Test
    void whateverAWebhookIsAskedAboutTakesLongerUntilItIsOver() throws Exception {
        var webhook = webhook();
        try {
            String there = "127.0.0.1:" + webhook.getAddress().getPort();
            String before = "127.0.0.1:" + freePort("127.0.0.1");
            proxy("webhook", before, there);
            register("https://" + before + "/");
            shakeout.write("webhook.yaml", experiment("webhook", "false", "3s"));
            Running run = shakeout.start("run", "webhook.yaml", "--journal-path", "journal.json");
            await("a slow answer").atMost(SOON).until(() -> creation().compareTo(LATENCY) > 0);
            passed(run.end());
            await("a quick answer").atMost(SOON).until(() -> creation().compareTo(LATENCY) < 0);
        } finally {
            webhook.stop(0);
        }
    }

    private static String experiment(String link, String background, String duration) {
        return """
                title: Slow answers
                description: Whatever goes through the proxy takes longer.
                method:
                  - type: action
                    name: slow
                    background: %s
                    provider:
                      type: fault
                      fault: network/delay
                      target: {kind: link, name: %s}
                      arguments: {latency: 500ms}
                      duration: %s
                """.formatted(background, link, duration);
    }

    private Journal passed(Ended ended) throws IOException {
        assertThat(ended.status()).as(ended.toString()).isZero();
        Journal journal = JournalReader.read("journal.json", Files.readString(work.resolve("journal.json")));
        assertThat(journal.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(journal.injections()).hasSize(1).allSatisfy(injected -> {
            assertThat(injected.bites()).contains(true);
            assertThat(injected.gone()).contains(true);
        });
        return journal;
    }

    private void proxy(String name, String listen, String upstream) throws IOException {
        Running proxy = shakeout.start("proxy", "--name", name, "--listen", listen, "--upstream", upstream);
        proxies.add(proxy);
        await("proxy for " + name).atMost(SOON).until(() -> proxy.saidSoFar().contains("controlled by"));
    }

    private static int freePort(String host) throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral(host))) {
            return socket.getLocalPort();
        }
    }

    /** How long it takes to make an object that the webhook is asked about. */
    private Duration creation() throws IOException {
        long begun = System.nanoTime();
        cluster.api().create(CONFIG_MAPS, Json.object("metadata", Json.object("generateName", "asked-")));
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** One that allows everything. */
    private HttpsServer webhook() throws Exception {
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(SelfSigned.context(work)));
        server.createContext("/", SlowApiServerTest::allow);
        server.start();
        return server;
    }

    private static void allow(HttpExchange exchange) throws IOException {
        String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String uid = JsonReader.read(asked) instanceof Json.Obj review
                ? new KubernetesObject(review).text("request", "uid")
                : "";
        byte[] answer = Json.object(
                        "apiVersion",
                        "admission.k8s.io/v1",
                        "kind",
                        "AdmissionReview",
                        "response",
                        Json.object("uid", uid, "allowed", true))
                .compact()
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private void register(String url) throws Exception {
        var keys = KeyStore.getInstance(work.resolve("keys.p12").toFile(), "secret".toCharArray());
        String pem = "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder()
                        .encodeToString(keys.getCertificate("server").getEncoded())
                + "\n-----END CERTIFICATE-----\n";
        var rule = Json.object(
                "apiGroups", texts(""),
                "apiVersions", texts("v1"),
                "resources", texts("configmaps"),
                "operations", texts("CREATE"));
        var webhook = Json.object(
                "name",
                "allow.shakeout.dev",
                "clientConfig",
                Json.object("url", url, "caBundle", Base64.getEncoder().encodeToString(pem.getBytes())),
                "rules",
                Json.of(List.of(rule)),
                "sideEffects",
                "None",
                "admissionReviewVersions",
                texts("v1"));
        cluster.api()
                .create(
                        WEBHOOKS,
                        Json.object("metadata", Json.object("name", "allow"), "webhooks", Json.of(List.of(webhook))));
    }

    private static Json texts(String text) {
        return Json.of(List.of(Json.of(text)));
    }
}
