package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.cli.Shakeout.Ended;
import dev.shakeout.dialects.JsonReader;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Chaos Mesh's files on a host without Kubernetes: a target map says which processes stand for the pods. */
@Execution(ExecutionMode.CONCURRENT)
class ForeignFilesTest {
    private static final String FAILURE = """
            apiVersion: chaos-mesh.org/v1alpha1
            kind: PodChaos
            metadata: {name: %s, namespace: shop}
            spec:
              action: container-kill
              mode: all
              containerNames: [app]
              selector: {labelSelectors: {app: %s}}
            """;

    private Path work;
    private Shakeout shakeout;
    private Victim victim;

    @BeforeEach
    void begin(@TempDir Path folder) throws IOException {
        work = folder;
        shakeout = new Shakeout(folder);
        victim = Victim.sleeping(folder);
        shakeout.write("map.yaml", """
                pods:
                  - namespace: shop
                    labels: {app: cart, tier: web}
                    target: {kind: process, name: %s}
                """.formatted(victim.name()));
    }

    @AfterEach
    void end() {
        victim.close();
    }

    @Test
    void aPodsContainerIsTheProcessThatStandsForIt() throws IOException {
        shakeout.write("kill.yaml", FAILURE.formatted("cart-dies", "cart"));

        Ended planned = shakeout.run("plan", "kill.yaml", "--target-map", "map.yaml");
        assertThat(planned.status()).as(planned.toString()).isZero();
        assertThat(planned.out())
                .contains("process/kill on process " + victim.name())
                .contains("approximated: kill.yaml:5:3: spec.action: by a target map");
        assertThat(victim.untouched()).isTrue();

        Ended ended = shakeout.run("run", "kill.yaml", "--target-map", "map.yaml");
        assertThat(ended.status()).as(ended.toString()).isZero();
        assertThat(victim.process().isAlive()).isFalse();
        var journal = (Json.Obj) JsonReader.read("journal", Files.readString(work.resolve("journal.json")));
        assertThat(journal.get("experiment").orElseThrow().compact()).contains("\"title\":\"cart-dies\"");

        Ended told = shakeout.run("report", "journal.json", "status.yaml", "--as", "chaos-mesh");
        assertThat(told.status()).as(told.toString()).isZero();
        assertThat(Files.readString(work.resolve("status.yaml")))
                .contains("kind: PodChaos", "name: cart-dies", "namespace: shop", "id: process " + victim.name())
                .contains("type: AllRecovered\n    status: 'True'", "injectedCount: 1", "operation: Apply");
    }

    @Test
    void severalRunOneAfterTheOtherAndTheWorstVerdictCounts() throws IOException {
        Path several = Files.createDirectories(work.resolve("several"));
        Files.writeString(several.resolve("b.yaml"), FAILURE.formatted("second", "cart"));
        Files.writeString(several.resolve("a.yml"), """
                title: first, in our own format
                description: it deviates
                steady-state-hypothesis:
                  title: after this, no more
                  probes:
                    - {type: probe, name: the mark, tolerance: 0, provider: {type: process, path: test, arguments: "-e mark"}}
                method: []
                ---
                title: passes
                description: any
                method: []
                """);
        Ended ended = shakeout.run(
                "run", "several", "--target-map", "map.yaml", "--journal-path", "j.json", "--report", "all.md");

        assertThat(ended.status()).as(ended.toString()).isEqualTo(4); // not ready, which is worse than passed
        assertThat(victim.process().isAlive()).isFalse();
        for (String journal : List.of("j-1.json", "j-2.json", "j-3.json")) {
            assertThat(work.resolve(journal)).exists();
        }
        assertThat(Files.readString(work.resolve("all.md"))).contains("first, in our own format", "passes", "second");
    }

    @Test
    void whatIsNotSupportedIsRefusedBeforeAnythingStarts() throws IOException {
        shakeout.write(
                "two.yaml",
                FAILURE.formatted("cart-dies", "cart")
                        + "---\n"
                        + "{apiVersion: chaos-mesh.org/v1alpha1, kind: KernelChaos, metadata: {name: nop}, spec: {mode: all}}\n");
        Ended ended = shakeout.run("run", "two.yaml", "--target-map", "map.yaml");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("two.yaml:10:87: spec of KernelChaos nop is not supported: ");
        assertThat(victim.untouched()).isTrue();
        assertThat(work.resolve("journal.json")).doesNotExist();
    }

    @Test
    void strictRefusesWhatIsOnlyApproximated() throws IOException {
        shakeout.write("kill.yaml", FAILURE.formatted("cart-dies", "cart"));
        Ended ended = shakeout.run("run", "kill.yaml", "--target-map", "map.yaml", "--strict");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("kill.yaml:5:3: spec.action of PodChaos cart-dies is only approximated: ");
        assertThat(victim.untouched()).isTrue();
    }

    @Test
    void theFidelityOfEveryFieldIsTold() throws IOException {
        shakeout.write("kill.yaml", FAILURE.formatted("cart-dies", "cart"));
        Ended table = shakeout.run("validate", "kill.yaml", "--target-map", "map.yaml", "--fidelity", "table");
        assertThat(table.status()).as(table.toString()).isZero();
        assertThat(table.out())
                .containsPattern("kill\\.yaml:6:3 +spec\\.mode +kept +mode")
                .contains("6 of 8 fields are kept, 2 approximated");

        Ended json = shakeout.run("validate", "kill.yaml", "--target-map", "map.yaml", "--fidelity", "json");
        var report = (Json.Obj) JsonReader.read("report", json.out());
        assertThat(report.get("kept")).contains(Json.of(6));
        assertThat(report.get("not-supported")).contains(Json.of(0));
        assertThat(((Json.Arr) report.get("fields").orElseThrow()).items()).hasSize(8);
    }

    @Test
    void whatIsConvertedMeansTheSame() throws IOException {
        shakeout.write("kill.yaml", FAILURE.formatted("cart-dies", "cart"));
        Ended ended = shakeout.run("convert", "kill.yaml", "--target-map", "map.yaml", "--output", "ours.yaml");
        assertThat(ended.status()).as(ended.toString()).isZero();

        Ended planned = shakeout.run("plan", "ours.yaml", "--seed", "3");
        Ended before = shakeout.run("plan", "kill.yaml", "--target-map", "map.yaml", "--seed", "3");
        assertThat(planned.out()).isEqualTo(before.out().replaceAll("(?m)^approximated: .*\\R", ""));
    }

    @Test
    void badOptionsAndEmptyFoldersAreTold() throws IOException {
        Files.createDirectories(work.resolve("empty"));
        shakeout.write("kill.yaml", FAILURE.formatted("x", "nobody"));

        assertThat(shakeout.run("validate", "empty").err())
                .contains("no file in this folder ends in .yaml, .yml, .json");
        assertThat(shakeout.run("validate", "kill.yaml", "--open-end", "soon").err())
                .contains("--open-end soon: 'soon' is not a duration");
        assertThat(shakeout.run("validate", "kill.yaml", "--fidelity", "xml").err())
                .contains("--fidelity xml: must be one of table, json");
        assertThat(shakeout.run("plan", "kill.yaml", "--target-map", "map.yaml").err())
                .contains("kill.yaml:8:13: nothing in the target map stands for pods with ");
    }
}
