package dev.shakeout.faults.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.model.Json;
import dev.shakeout.testbed.KubernetesObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A run is lost with its sentinel, as with the whole host that it ran on; somebody else takes its changes back. */
class LostRunTest extends WithCluster {
    private static final int DEPLOYMENTS = 5;
    private static final String LEASES = ResourceType.LEASE.path("default");

    private Optional<Process> run = Optional.empty();

    @AfterEach
    void end() throws IOException {
        run.ifPresent(Process::destroyForcibly);
        for (KubernetesObject lease : cluster.api().get(LEASES).each("items")) {
            cluster.api().delete(LEASES + "/" + lease.name());
        }
    }

    @Test
    void whatItHasChangedIsTakenBackWhenItsLeaseHasLapsed() throws Exception {
        deployAll("lapsed");
        lose("lapsed");
        assertThat(replicas("lapsed")).containsOnly("0");

        cluster.api().apply(Files.readString(Path.of("../deploy/kubernetes/recover.yaml")));
        var controller = as(cluster.kubeconfig("shakeout-recover", "shakeout"));
        var outcomes = new ClusterRecovery(Optional.empty(), Optional.empty(), controller).once();
        controller.shared().close();

        assertThat(outcomes).singleElement().satisfies(outcome -> {
            assertThat(outcome.clean()).as(outcome.toString()).isTrue();
            assertThat(outcome.words()).contains("has not renewed its lease; everything is taken back");
        });
        assertThat(replicas("lapsed")).containsOnly("1");
        assertThat(cluster.api().get(LEASES).each("items")).isEmpty();
    }

    @Test
    void whatSomebodyElseHasChangedMeanwhileIsKept() throws Exception {
        deployAll("shared");
        lose("shared");
        cluster.api().patch(deployments() + "/shared-0", Json.object("spec", Json.object("replicas", 2)));

        var outcomes = new ClusterRecovery(Optional.empty(), Optional.of("default"), machine).once();

        assertThat(outcomes)
                .singleElement()
                .satisfies(outcome ->
                        assertThat(outcome.clean()).as(outcome.toString()).isTrue());
        assertThat(replicas("shared")).containsExactly("2", "1", "1", "1", "1");
    }

    @Test
    void aRunThatLivesIsLeftAlone() throws Exception {
        deployAll("alive");
        start("alive");

        assertThat(new ClusterRecovery(Optional.empty(), Optional.empty(), machine).once())
                .isEmpty();

        assertThat(replicas("alive")).containsOnly("0");
        run.orElseThrow().destroyForcibly().waitFor(); // and its sentinel does the rest
        await().atMost(SOON).untilAsserted(() -> assertThat(replicas("alive")).containsOnly("1"));
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(cluster.api().get(LEASES).each("items")).isEmpty());
    }

    private void deployAll(String prefix) throws IOException {
        for (int i = 0; i < DEPLOYMENTS; i++) {
            deploy(prefix + "-" + i, 1);
        }
    }

    private List<String> replicas(String prefix) throws IOException {
        var all = new ArrayList<String>();
        for (int i = 0; i < DEPLOYMENTS; i++) {
            all.add(deployment(prefix + "-" + i).text("spec", "replicas"));
        }
        return all;
    }

    /** Returns when all is scaled to nothing. */
    private void start(String prefix) throws Exception {
        String names =
                IntStream.range(0, DEPLOYMENTS).mapToObj(i -> prefix + "-" + i).collect(Collectors.joining(","));
        Path own = Files.createDirectory(folder.resolve(prefix));
        var command = new ArrayList<>(machine.java());
        command.addAll(List.of(LostRun.class.getName(), own.toString(), "app in (" + names + ")", "3600"));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("KUBECONFIG", cluster.kubeconfig().toString());
        Path said = own.resolve("said");
        run = Optional.of(builder.redirectOutput(said.toFile()).start());
        await().atMost(Duration.ofMinutes(1))
                .failFast(() -> assertThat(run.orElseThrow().isAlive())
                        .as(Files.readString(said))
                        .isTrue())
                .until(() -> Files.readString(said)
                                .lines()
                                .filter("Injected"::equals)
                                .count()
                        == DEPLOYMENTS);
    }

    /** The sentinel first, as it would act at once, and the run before it can. */
    private void lose(String prefix) throws Exception {
        start(prefix);
        Process lost = run.orElseThrow();
        lost.descendants().forEach(ProcessHandle::destroyForcibly);
        lost.destroyForcibly().waitFor();
    }
}
