package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Processes;
import dev.shakeout.model.Json;
import dev.shakeout.testbed.Cluster;
import dev.shakeout.testbed.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A chart, helm itself, and a cluster of which the nodes are played. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WithHelm {
    final String chart;
    private Cluster cluster;
    private Helm helm;

    /** @param chart its name */
    WithHelm(String chart) {
        this.chart = Path.of(System.getProperty("shakeout.home", ".."), "deploy/helm", chart)
                .toAbsolutePath()
                .normalize()
                .toString();
    }

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

    Cluster cluster() {
        return cluster;
    }

    String done(String... words) {
        Processes.Finished finished = helm.run(words);
        assertThat(finished.ok()).as(finished.errors() + finished.output()).isTrue();
        return finished.output();
    }

    String refused(String... values) {
        var words = new ArrayList<>(List.of("template", "refused", chart));
        for (String value : values) {
            words.add("--set");
            words.add(value);
        }
        Processes.Finished finished = helm.run(words.toArray(String[]::new));
        assertThat(finished.ok()).isFalse();
        return finished.errors() + finished.output();
    }

    boolean isThere(String path) throws IOException {
        return cluster.api().ask("GET", path, Json.Obj.EMPTY).ok();
    }
}
