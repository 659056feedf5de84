package dev.shakeout.faults.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.engine.Planned;
import dev.shakeout.engine.RunListener;
import dev.shakeout.engine.Runner;
import dev.shakeout.engine.Stop;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Event;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Selector;
import dev.shakeout.model.Verdict;
import dev.shakeout.testbed.KubernetesObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The first faults, and how pods are deleted. */
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
    void podsOfAWorkloadAreDeletedOneAfterTheOther() throws IOException {
        deploy("serial", 3);
        var before = names("serial");
        var gone = new LinkedHashMap<String, Instant>();
        var journal = run(oneByOne("serial", Duration.ofSeconds(1)), new Stop(), event -> {
            if (event instanceof Event.EffectMeasured measured && measured.bites()) {
                gone.put(measured.injection().target().name(), measured.at());
            }
        });
        assertThat(journal.verdict()).as(journal.toString()).isEqualTo(Verdict.PASSED);
        var times = List.copyOf(gone.values());
        assertThat(times).hasSize(3);
        for (int i = 1; i < times.size(); i++) {
            assertThat(Duration.between(times.get(i - 1), times.get(i))).isGreaterThan(Duration.ofMillis(500));
        }
        assertThat(names("serial")).doesNotContainAnyElementsOf(before);
        awaitReady("serial", 3);
    }

    @Test
    void aRunThatIsStoppedDeletesNoMorePods() throws IOException {
        deploy("stopped", 3);
        var before = names("stopped");
        var stop = new Stop();
        var journal = run(oneByOne("stopped", Duration.ofHours(1)), stop, event -> {
            if (event instanceof Event.EffectMeasured) {
                stop.ask(Verdict.ABORTED, "enough");
            }
        });
        assertThat(journal.verdict()).isEqualTo(Verdict.ABORTED);
        assertThat(names("stopped")).filteredOn(before::contains).hasSize(2);
    }

    private Planned oneByOne(String deployment, Duration interval) {
        var pods = new Selector(
                PodFinder.KIND,
                Arguments.NONE.with(PodFinder.OWNER, "deployment/" + deployment),
                new Selector.Mode.All());
        var arguments = Arguments.NONE.with(PodDelete.GRACE, Duration.ZERO).with(PodDelete.INTERVAL, interval);
        Planned planned = plan(machine, "pod/delete", arguments, pods, MOMENT);
        assertThat(planned.plan().refusals()).isEmpty();
        return planned;
    }

    private Journal run(Planned planned, Stop stop, RunListener listener) {
        return new Runner(CATALOG, machine, Map.of(), "test").run(planned, stop, List.of(listener));
    }

    private List<String> names(String app) throws IOException {
        return pods(app).stream().map(KubernetesObject::name).toList();
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
