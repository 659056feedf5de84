package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.cli.Shakeout.Ended;
import dev.shakeout.dialects.JsonReader;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Experiments of ours that are written for another tool, by the command. */
@Execution(ExecutionMode.CONCURRENT)
class ConvertToTest {
    private static final String OURS = """
            title: The shop bears a slow database
            description: It has a circuit breaker.
            configuration: {latency: 150ms}
            secrets: {db: {password: swordfish}}
            method:
              - type: action
                name: slow database
                provider:
                  type: fault
                  fault: network/delay
                  target: {kind: pod, namespace: shop, labels: {app: api}, mode: all}
                  arguments: {latency: "${latency}", peers: db.shop.svc%s}
                  duration: 30s
            """;

    private Path work;
    private Shakeout shakeout;

    @BeforeEach
    void begin(@TempDir Path folder) {
        work = folder;
        shakeout = new Shakeout(folder);
    }

    @Test
    void oneFaultIsOneObjectOfChaosMesh() throws IOException {
        shakeout.write("ours.yaml", OURS.formatted(""));

        Ended ended = shakeout.run("convert", "ours.yaml", "--to", "chaos-mesh", "--strict", "--output", "mesh.yaml");

        assertThat(ended.status()).as(ended.toString()).isZero();
        assertThat(Files.readString(work.resolve("mesh.yaml")))
                .contains("kind: NetworkChaos")
                .contains("name: the-shop-bears-a-slow-database")
                .contains("latency: 150ms")
                .contains("- db.shop.svc")
                .contains("duration: 30s");
        Ended read = shakeout.run("validate", "mesh.yaml", "--strict");
        assertThat(read.status()).as(read.toString()).isZero();
    }

    @Test
    void theSameIsAnEngineOfLitmus() throws IOException {
        shakeout.write("ours.yaml", OURS.formatted(""));

        Ended ended = shakeout.run("convert", "ours.yaml", "--to", "litmus");

        assertThat(ended.status()).as(ended.toString()).isZero();
        assertThat(ended.out())
                .contains("kind: ChaosEngine")
                .contains("name: pod-network-latency")
                .containsPattern("name: NETWORK_LATENCY\\s+value: '150'")
                .contains("applabel: app=api");
    }

    @Test
    void anotherToolsFileGoesOverOurs() throws IOException {
        shakeout.write("mesh.yaml", """
                apiVersion: chaos-mesh.org/v1alpha1
                kind: PodChaos
                metadata: {name: one-goes, namespace: shop}
                spec: {action: pod-kill, mode: one, selector: {labelSelectors: {app: cart}}}
                """);

        Ended ended = shakeout.run("convert", "mesh.yaml", "--to", "litmus");

        assertThat(ended.status()).as(ended.toString()).isZero();
        assertThat(ended.out()).contains("name: pod-delete").contains("applabel: app=cart");
    }

    @Test
    void whatCannotBeSaidIsRefusedAtItsPlaceAndNothingIsWritten() throws IOException {
        shakeout.write("ours.yaml", OURS.formatted(", user: app"));

        Ended ended = shakeout.run("convert", "ours.yaml", "--to", "chaos-mesh", "--output", "mesh.yaml");

        assertThat(ended.status()).as(ended.toString()).isEqualTo(2);
        assertThat(ended.err())
                .contains(
                        "ours.yaml:12:62: arguments.user of action slow database is not supported: packets are told apart");
        assertThat(work.resolve("mesh.yaml")).doesNotExist();
    }

    @Test
    void aSecretIsNotWrittenDown() throws IOException {
        shakeout.write("ours.yaml", OURS.formatted(", interface: \"${password}\""));

        Ended ended = shakeout.run("convert", "ours.yaml", "--to", "chaos-mesh");

        assertThat(ended.status()).as(ended.toString()).isEqualTo(2);
        assertThat(ended.err()).contains("the manifest would show a secret");
        assertThat(ended.toString()).doesNotContain("swordfish");
    }

    @Test
    void strictRefusesWhatIsOnlyApproximated() throws IOException {
        shakeout.write("ours.yaml", OURS.formatted("").replace("mode: all", "mode: percent, value: 50%"));

        Ended lenient = shakeout.run("convert", "ours.yaml", "--to", "chaos-mesh");
        assertThat(lenient.status()).as(lenient.toString()).isZero();
        assertThat(lenient.err()).contains("approximated: ours.yaml:11:").contains("target.value");

        Ended strict = shakeout.run("convert", "ours.yaml", "--to", "chaos-mesh", "--strict");
        assertThat(strict.status()).as(strict.toString()).isEqualTo(2);
        assertThat(strict.err()).contains("target.value of action slow database is only approximated");
    }

    @Test
    void theReportIsATableOrJson() throws IOException {
        shakeout.write("ours.yaml", OURS.formatted(""));

        assertThat(shakeout.run("convert", "ours.yaml", "--to", "chaos-mesh", "--fidelity", "table")
                        .out())
                .containsPattern("arguments.latency\\s+kept\\s+spec.delay.latency")
                .contains("fields are kept");
        assertThat(shakeout.run("convert", "ours.yaml", "--to", "chaos-mesh", "--fidelity", "json")
                        .out())
                .contains("\"field\": \"arguments.latency\"");
    }

    @Test
    void aFormatThatIsNotWrittenIsToldWithThoseThatAre() throws IOException {
        shakeout.write("ours.yaml", OURS.formatted(""));

        Ended ended = shakeout.run("convert", "ours.yaml", "--to", "gremlin");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("--to gremlin: must be one of chaos-mesh, litmus");
    }

    @Test
    void aFileWhoseNameEndsSoIsJsonOfOneExperiment() throws IOException {
        String kill = """
                apiVersion: chaos-mesh.org/v1alpha1
                kind: PodChaos
                metadata: {name: %s, namespace: shop}
                spec: {action: pod-kill, mode: one, selector: {namespaces: [shop], labelSelectors: {app: api}}}
                """;
        shakeout.write("one.yaml", kill.formatted("one"));
        shakeout.write("two.yaml", kill.formatted("one") + "---\n" + kill.formatted("two"));

        Ended one = shakeout.run("convert", "one.yaml", "--output", "one.json");
        Ended two = shakeout.run("convert", "two.yaml", "--output", "two.json");

        assertThat(one.status()).as(one.toString()).isZero();
        assertThat(JsonReader.read("one.json", Files.readString(work.resolve("one.json"))))
                .isInstanceOf(Json.Obj.class);
        Ended read = shakeout.run("validate", "one.json", "--strict");
        assertThat(read.status()).as(read.toString()).isZero();
        assertThat(two.status()).isEqualTo(2);
        assertThat(two.err()).contains("these are 2 experiments, and a file of JSON holds one");
        assertThat(work.resolve("two.json")).doesNotExist();
    }
}
