package dev.shakeout.faults.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Arguments;
import dev.shakeout.model.Json;
import dev.shakeout.model.Target;
import dev.shakeout.testbed.KubernetesObject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is decided here is decided as by the API server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LabelSelectorTest extends WithCluster {
    @BeforeAll
    void make() throws IOException {
        pod("web", Map.of("app", "web", "tier", "front"));
        pod("api", Map.of("app", "api", "tier", "back", "example.com/owner", "team-a"));
        pod("cache", Map.of("app", "cache", "empty", ""));
        pod("bare", Map.of());
    }

    private void pod(String name, Map<String, String> labels) throws IOException {
        Json.Obj its = Json.Obj.EMPTY;
        for (Map.Entry<String, String> label : labels.entrySet()) {
            its = its.with(label.getKey(), Json.of(label.getValue()));
        }
        var container = Json.object("name", "main", "image", "shop/web:1.0");
        cluster.api()
                .create(
                        PODS,
                        Json.object(
                                "metadata",
                                Json.object("name", name, "labels", its),
                                "spec",
                                Json.object("schedulerName", "nobody", "containers", Json.of(List.of(container)))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app=web",
                "app==web",
                " app = web , tier = front ",
                "app!=web",
                "app in (web, api)",
                "app in (web,api),tier!=back",
                "app notin (web, api)",
                "app",
                "!app",
                "! tier",
                "example.com/owner=team-a",
                "empty=",
                "empty",
                "empty!=",
                "empty in ()",
                "app in (web),!example.com/owner",
                "app=nobody"
            })
    void asTheServerDoes(String selector) throws IOException {
        assertThat(LabelSelector.read(selector)).as("decided here").isPresent();
        String query = dev.shakeout.faults.kubernetes.Cluster.encoded(Map.of("labelSelector", selector))
                .replaceFirst("&", "?");
        assertThat(new PodFinder().find(Arguments.NONE.with(Criteria.SELECTOR, selector), machine))
                .extracting(Target::name)
                .containsExactlyInAnyOrderElementsOf(cluster.api().get(PODS + query).each("items").stream()
                        .map(KubernetesObject::name)
                        .map("default/"::concat)
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"app>3", "app in web", "app=web,", "=web", "app in (web", "a b", "app=we b", "app~web"})
    void whatIsNotUnderstoodIsLeftToTheServer(String selector) {
        assertThat(LabelSelector.read(selector)).isEmpty();
    }

    @Test
    void allThatIsAskedForCounts() {
        var by = Arguments.NONE.with(Criteria.LABELS, Map.of("app", "web")).with(Criteria.SELECTOR, "tier");
        assertThat(new PodFinder().find(by, machine)).extracting(Target::name).containsExactly("default/web");
        assertThat(new PodFinder().find(by.with(Criteria.NAME, "api"), machine)).isEmpty();
        assertThat(new PodFinder().find(by.with(PodFinder.PHASE, "Running"), machine))
                .isEmpty();
        assertThat(new PodFinder().find(by.with(PodFinder.PHASE, "Pending"), machine))
                .hasSize(1);
        assertThat(new PodFinder().find(by.with(Criteria.FIELDS, "metadata.name=web"), machine))
                .hasSize(1);
        assertThat(new PodFinder().find(by.with(Criteria.NAMESPACE, "*"), machine))
                .hasSize(1);
    }
}
