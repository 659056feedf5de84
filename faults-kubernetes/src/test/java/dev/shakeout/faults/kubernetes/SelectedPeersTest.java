package dev.shakeout.faults.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.engine.Planned;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.Selector;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The other end of a fault of the network is found in a cluster by its API server; the pods are played. */
class SelectedPeersTest extends WithCluster {
    private List<String> addresses(String kind, Arguments by) {
        var finder = CATALOG.finder(kind);
        List<Target> found = finder.find(by, machine);
        Map<String, List<String>> known = finder.addresses(found, machine).orElseThrow();
        return found.stream()
                .flatMap(target -> known.getOrDefault(target.id(), List.of()).stream())
                .toList();
    }

    @Test
    void podsAndServicesHaveTheAddressesThatTheServerTells() throws IOException {
        deploy("addressed", 2);
        cluster.api()
                .create(
                        "/api/v1/namespaces/default/services",
                        Json.object(
                                "metadata",
                                Json.object("name", "addressed"),
                                "spec",
                                Json.object("ports", Json.of(List.of(Json.object("port", 80))))));
        List<String> ips = pods("addressed").stream()
                .map(pod -> pod.text("status", "podIP"))
                .toList();
        assertThat(ips).hasSize(2).doesNotContain("");

        assertThat(addresses("pod", Arguments.NONE.with(PodFinder.OWNER, "deployment/addressed")))
                .containsExactlyInAnyOrderElementsOf(ips);
        assertThat(addresses("service", Arguments.NONE.with(Criteria.NAME, "addressed")))
                .containsExactly(cluster.api()
                        .get("/api/v1/namespaces/default/services/addressed")
                        .text("spec", "clusterIP"));
        assertThat(CATALOG.finder("workload").addresses(List.of(), machine)).isEmpty();
    }

    @Test
    void thePlanTellsThemAndNeedsNoMoreThanTheLeastRights() throws IOException {
        deploy("called", 2);
        deploy("calling", 1);
        var called =
                new Selector("pod", Arguments.NONE.with(PodFinder.OWNER, "deployment/called"), new Selector.Mode.All());
        var calling = new Selector("pod", Arguments.NONE.with(PodFinder.OWNER, "deployment/calling"), ONE);
        Arguments towards = towards(called, "network/blackhole", Arguments.NONE);
        grant("caller", experiment("network/blackhole", towards, calling));
        try (var limited = new Limited(cluster.kubeconfig("caller", "default"))) {
            Planned planned = plan(limited.machine(), "network/blackhole", towards, calling, Duration.ofSeconds(1));
            assertThat(planned.plan().refusals()).isEmpty();
            String notes = planned.plan().injections().getFirst().notes().toString();
            pods("called")
                    .forEach(pod -> assertThat(notes)
                            .contains("pod default/" + pod.text("metadata", "name") + " (" + pod.text("status", "podIP")
                                    + ")"));
        }
        var nobody = new Selector("pod", Arguments.NONE.with(PodFinder.OWNER, "nobody"), new Selector.Mode.All());
        assertThatThrownBy(() -> plan(
                        machine,
                        "network/blackhole",
                        towards(nobody, "network/blackhole", Arguments.NONE),
                        calling,
                        Duration.ofSeconds(1)))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("test:1:1: 'network/blackhole': peers: no pod matches owner nobody");
    }
}
