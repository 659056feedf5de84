package dev.shakeout.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Json;
import dev.shakeout.testbed.KubernetesApi.Executed;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealNodeTest {
    private static final String PODS = "/api/v1/namespaces/default/pods";
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private static Cluster cluster;
    private static RealNode node;

    /** The first test starts it for all. Not before all: no report would say why nothing was tested. */
    @BeforeEach
    void start() throws IOException {
        if (cluster == null) {
            cluster = Cluster.start(folder, Machine.local());
            node = cluster.realNode();
        }
    }

    @AfterAll
    static void stop() throws IOException {
        if (cluster != null) {
            cluster.close();
        }
        if (node != null) {
            assertThat(node.process()).matches(process -> !process.lives());
            assertThat(node.traces()).isEmpty();
        }
    }

    @Test
    void aPodServesAndCommandsRunInIt() throws Exception {
        String pod = run("web", "httpd", "-f", "-p", "80", "-h", "/www");

        String address = cluster.api().get(pod).text("status", "podIP");
        try (HttpClient client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://" + address + "/"));
            assertThat(client.send(request.build(), BodyHandlers.ofString()).body())
                    .isEqualTo("hello\n");
        }
        var done = cluster.api().execute(pod, "main", "sh", "-c", "cat /www/index.html; echo no >&2; exit 3");
        assertThat(done).isEqualTo(new Executed(3, "hello\n", "no\n"));
        assertThatThrownBy(() -> cluster.api().execute(pod, "main", "no-such-command"))
                .hasMessageContaining("no-such-command");
    }

    @Test
    void aPodReachesTheApiServerAndNoOtherService() throws Exception {
        String pod = run("caller", "sleep", "1000");
        String connect = "nc -w 5 $KUBERNETES_SERVICE_HOST $KUBERNETES_SERVICE_PORT </dev/null";
        assertThat(cluster.api().execute(pod, "main", "sh", "-c", connect).status())
                .isZero();
        assertThat(cluster.api().execute(pod, "main", "nc", "-w", "5", "10.96.1.1", "80"))
                .matches(refused -> refused.status() != 0)
                .matches(refused -> refused.errors().contains("refused"));
    }

    @Test
    void anEphemeralContainerSharesNetworkAndProcessesOfItsTarget() throws Exception {
        String pod = run("looked-at", "httpd", "-f", "-p", "80", "-h", "/www");
        String look = "wget -q -O - http://127.0.0.1/; tr '\\0' ' ' </proc/1/cmdline; echo; exec sleep 1000";
        Json helper = Json.object(
                "name",
                "helper",
                "image",
                RealNode.IMAGE,
                "command",
                words("sh", "-c", look),
                "targetContainerName",
                "main");
        cluster.api()
                .patch(
                        pod + "/ephemeralcontainers",
                        Json.object("spec", Json.object("ephemeralContainers", Json.of(List.of(helper)))));

        await("the helper")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(cluster.api().get(pod).each("status", "ephemeralContainerStatuses"))
                        .singleElement()
                        .matches(status -> status.field("state", "running").isPresent()));
        await("its log")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(cluster.api().text(pod + "/log?container=helper"))
                        .isEqualTo("hello\nhttpd -f -p 80 -h /www \n"));
        var done =
                cluster.api().execute(pod, "helper", "sh", "-c", "readlink /proc/1/ns/net; readlink /proc/$$/ns/net");
        assertThat(done.output()).matches("(net:\\S+\n)\\1");
    }

    @Test
    void aContainerThatWasKilledIsStartedAgain() throws Exception {
        String pod = run("frail", "sh", "-c", "trap 'echo gone; exit 3' TERM; while :; do sleep 1 & wait; done");
        // the kernel ends what is left of a container together with its first process, and that may be this kill
        assertThat(cluster.api().execute(pod, "main", "kill", "1").status()).isIn(0, 128 + 9);
        await("a restart").atMost(SOON).untilAsserted(() -> {
            var status =
                    cluster.api().get(pod).each("status", "containerStatuses").getFirst();
            assertThat(status.text("restartCount")).isEqualTo("1");
            assertThat(status.text("ready")).isEqualTo("true");
            assertThat(status.text("lastState", "terminated", "exitCode")).isEqualTo("3");
        });
        assertThat(cluster.api().text(pod + "/log?container=main&previous=true"))
                .isEqualTo("gone\n");
    }

    /** A test that is killed in the middle. */
    static final class Killed {
        private Killed() {}

        public static void main(String[] arguments) throws IOException {
            Path folder = Path.of(arguments[0]);
            RealNode node = Cluster.start(folder, Machine.local()).realNode();
            Path process = Path.of("/proc/" + node.process().pid());
            String all = Stream.concat(Stream.of(process), node.traces().stream())
                    .map(Path::toString)
                    .collect(Collectors.joining("\n"));
            System.out.println(all);
            Runtime.getRuntime().halt(0);
        }
    }

    @Test
    void nothingIsLeftWhenTheJvmIsKilled(@TempDir Path other) throws Exception {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Killed.class.getName(),
                        other.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var said = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .map(Path::of)
                .toList();
        assertThat(said).hasSizeGreaterThan(2);
        await("the end of all").atMost(SOON).until(() -> said.stream().noneMatch(Files::exists));
    }

    private static Json words(String... words) {
        return Json.of(Stream.of(words).map(Json::of).toList());
    }

    /** @return its path */
    private static String run(String name, String... command) throws IOException {
        Json container = Json.object("name", "main", "image", RealNode.IMAGE, "command", words(command));
        Json spec = Json.object("containers", Json.of(List.of(container)), "terminationGracePeriodSeconds", 1);
        cluster.api().create(PODS, Json.object("metadata", Json.object("name", name), "spec", spec));
        String pod = PODS + "/" + name;
        await(name)
                .atMost(SOON)
                .untilAsserted(() -> assertThat(cluster.api().get(pod).each("status", "containerStatuses"))
                        .singleElement()
                        .matches(status -> status.text("ready").equals("true")));
        return pod;
    }
}
