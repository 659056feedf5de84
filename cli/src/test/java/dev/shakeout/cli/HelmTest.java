package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Processes;
import dev.shakeout.model.Json;
import dev.shakeout.testbed.Cluster;
import dev.shakeout.testbed.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Helm itself puts the chart into a cluster, changes it and takes it out. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HelmTest {
    private static final String CHART = Path.of(System.getProperty("shakeout.home", ".."), "deploy/helm/shakeout")
            .toAbsolutePath()
            .normalize()
            .toString();
    private static final String OPERATOR = "/apis/apps/v1/namespaces/shakeout/deployments/shakeout-operator";

    private static final Duration SOON = Duration.ofSeconds(30);

    private Cluster cluster;
    private Helm helm;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        Machine machine = Machine.local();
        Helm.find(folder, folder, machine); // before anything is started
        cluster = Cluster.start(Files.createDirectory(folder.resolve("cluster")), machine);
        cluster.playNodes(1);
        helm = Helm.find(cluster.kubeconfig(), Files.createDirectory(folder.resolve("helm")), machine);
    }

    @AfterAll
    void end() {
        if (cluster != null) { // it could be started
            cluster.close();
        }
    }

    private String done(String... words) {
        Processes.Finished finished = helm.run(words);
        assertThat(finished.ok()).as(finished.errors() + finished.output()).isTrue();
        return finished.output();
    }

    private String refused(String... values) {
        var words = new ArrayList<>(List.of("template", "refused", CHART));
        for (String value : values) {
            words.add("--set");
            words.add(value);
        }
        Processes.Finished finished = helm.run(words.toArray(String[]::new));
        assertThat(finished.ok()).isFalse();
        return finished.errors() + finished.output();
    }

    @Test
    void theChartIsSoundAndBadValuesAreRefused() {
        assertThat(done("lint", "--strict", CHART)).contains("0 chart(s) failed");
        assertThat(done("template", "t", CHART, "--namespace", "drills", "--set", "memory=512Mi,policy=rules"))
                .contains("namespace: drills", "memory: 512Mi", "name: rules, optional: true");

        assertThat(refused("replicas=two")).contains("replicas");
        assertThat(refused("lease=1")).contains("lease");
        assertThat(refused("atOnce=0")).contains("atOnce");
        assertThat(refused("memory=much")).contains("memory");
        assertThat(refused("policy=My Policy")).contains("policy");
        assertThat(refused("image=")).contains("image");
        assertThat(refused("imag=shakeout:1")).contains("imag");
    }

    @Test
    void itIsInstalledChangedAndTakenOut() throws IOException {
        done(
                "install",
                "shakeout",
                CHART,
                "--namespace",
                "shakeout",
                "--create-namespace",
                "--wait",
                "--timeout",
                "60s");

        assertThat(cluster.api().get(OPERATOR).text("status", "readyReplicas")).isEqualTo("2");
        for (String served : List.of("experiments", "runs", "schedules")) {
            await(served).atMost(SOON).until(() -> isThere("/apis/shakeout.dev/v1alpha1/namespaces/default/" + served));
        }
        assertThat(done("status", "shakeout", "--namespace", "shakeout"))
                .contains("STATUS: deployed", "--serviceaccount shakeout:shakeout-operator");

        done(
                "upgrade",
                "shakeout",
                CHART,
                "--namespace",
                "shakeout",
                "--set",
                "replicas=1,atOnce=2",
                "--wait",
                "--timeout",
                "60s");

        assertThat(cluster.api().get(OPERATOR).text("spec", "replicas")).isEqualTo("1");
        assertThat(cluster.api().get(OPERATOR).json().text()).contains("\"--at-once\",\"2\"");

        done("uninstall", "shakeout", "--namespace", "shakeout", "--wait");

        assertThat(isThere(OPERATOR)).isFalse();
        assertThat(isThere("/apis/rbac.authorization.k8s.io/v1/clusterroles/shakeout-operator"))
                .isFalse();
        assertThat(isThere("/apis/shakeout.dev/v1alpha1/namespaces/default/runs"))
                .as("definitions stay, with all that was stored, as helm leaves what is in crds")
                .isTrue();
    }

    private boolean isThere(String path) throws IOException {
        return cluster.api().ask("GET", path, Json.Obj.EMPTY).ok();
    }
}
