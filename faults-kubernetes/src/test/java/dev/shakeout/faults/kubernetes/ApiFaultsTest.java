package dev.shakeout.faults.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Arguments;
import dev.shakeout.model.Selector;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ApiFaultsTest extends WithCluster {
    @Test
    void aWorkloadIsScaledToNothingAndBack() throws IOException {
        deploy("scaled", 2);
        var journal = drill("workload/scale", Arguments.NONE, named(WorkloadFinder.KIND, "scaled"));
        assertThat(journal.verdict()).as(journal.toString()).isEqualTo(Verdict.PASSED);
        assertThat(deployment("scaled").text("spec", "replicas")).isEqualTo("2");
        assertThat(deployment("scaled").text("metadata", "annotations")).doesNotContain("shakeout");
        awaitReady("scaled", 2);
    }

    @Test
    void aPodIsDeletedAndItsDeploymentMakesAnother() throws IOException {
        deploy("deleted", 2);
        var journal = drill(
                "pod/delete",
                Arguments.NONE,
                new Selector(PodFinder.KIND, Arguments.NONE.with(PodFinder.OWNER, "deployment/deleted"), ONE));
        assertThat(journal.verdict()).as(journal.toString()).isEqualTo(Verdict.PASSED);
        awaitReady("deleted", 2);
    }

    @Test
    void aNodeIsClosedToPodsAndOpenedAgain() throws IOException {
        String node = "node-1";
        var journal = drill("node/cordon", Arguments.NONE, named(NodeFinder.KIND, node));
        assertThat(journal.verdict()).as(journal.toString()).isEqualTo(Verdict.PASSED);
        assertThat(cluster.api().get("/api/v1/nodes/" + node).text("spec", "unschedulable"))
                .isEmpty();
    }
}
