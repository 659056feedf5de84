package dev.shakeout.faults.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.engine.ProbeKind;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a real API server answers of any object, of events and of logs, and to whom it answers nothing. */
class ReadingProbesTest extends WithProbes {
    @Test
    void any_object_is_read_by_a_path_also_one_of_a_kind_that_only_the_cluster_knows() throws Exception {
        var schema = Json.object(
                "openAPIV3Schema", Json.object("type", "object", "x-kubernetes-preserve-unknown-fields", true));
        var version = Json.object("name", "v1", "served", true, "storage", true, "schema", schema);
        cluster.api()
                .create(
                        "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
                        Json.object(
                                "metadata",
                                Json.object("name", "shops.example.com"),
                                "spec",
                                Json.object(
                                        "group",
                                        "example.com",
                                        "scope",
                                        "Namespaced",
                                        "names",
                                        Json.object("plural", "shops", "singular", "shop", "kind", "Shop"),
                                        "versions",
                                        Json.of(List.of(version)))));
        String shops = "/apis/example.com/v1/namespaces/default/shops";
        await().atMost(SOON)
                .until(() -> cluster.api().ask("GET", shops, Json.Obj.EMPTY).ok());
        for (String shop : List.of("first", "second")) {
            cluster.api()
                    .create(
                            shops,
                            Json.object(
                                    "apiVersion",
                                    "example.com/v1",
                                    "kind",
                                    "Shop",
                                    "metadata",
                                    Json.object("name", shop, "labels", Json.object("size", shop)),
                                    "spec",
                                    Json.object("tills", 3)));
        }
        var ofShops = Arguments.NONE
                .with(ResourceProbe.KIND, "Shop")
                .with(ResourceProbe.API_VERSION, "example.com/v1")
                .with(ResourceProbe.PATH, "$.spec.tills");
        assertThat(read(new ResourceProbe(), ofShops))
                .isEqualTo(Json.object("objects", 2, "first", 3, "all", Json.of(List.of(Json.of(3), Json.of(3)))));
        assertThat(read(new ResourceProbe(), ofShops.with(Criteria.SELECTOR, "size=second"))
                        .members())
                .containsEntry("objects", Json.of(1));
        assertThat(read(new ResourceProbe(), ofShops.with(ResourceProbe.PATH, "$.none"))
                        .members())
                .containsEntry("first", Json.Null.NULL);
        var nodes = Arguments.NONE.with(ResourceProbe.KIND, "Node").with(ResourceProbe.PATH, "$.metadata.name");
        assertThat(read(new ResourceProbe(), nodes).members()).containsEntry("objects", Json.of(3));
    }

    @Test
    void kinds_and_paths_that_are_none_are_named() {
        var pods = Arguments.NONE.with(ResourceProbe.KIND, "Pods");
        assertThatThrownBy(() -> read(new ResourceProbe(), pods))
                .isInstanceOf(ProbeFailed.class)
                .hasMessageContaining("has no kind 'Pods'; did you mean 'Pod'?");
        assertThatThrownBy(() -> read(new ResourceProbe(), pods.with(ResourceProbe.API_VERSION, "example.org/v7")))
                .isInstanceOf(ProbeFailed.class)
                .hasMessageContaining("has no API example.org/v7")
                .hasMessageContaining("CustomResourceDefinition");
        assertThat(new ResourceProbe().check(pods.with(ResourceProbe.PATH, "$.["), machine))
                .hasValueSatisfying(misfit -> assertThat(misfit.words()).contains("'$.[' is no JSONPath"));
        assertThat(new ResourceProbe().check(pods.with(ResourceProbe.PATH, "$.status.phase"), machine))
                .isEmpty();
    }

    @Test
    void events_are_found_by_reason_type_object_and_age() throws Exception {
        event("web-1", "BackOff", "Warning", Instant.now(), 4);
        event("web-2", "BackOff", "Warning", Instant.now(), 1);
        event("web-3", "Started", "Normal", Instant.now(), 1);
        event("web-4", "BackOff", "Warning", Instant.now().minusSeconds(600), 1);
        var backOff = Arguments.NONE.with(EventsProbe.REASON, "BackOff").with(EventsProbe.OBJECT, "pod/web-*");
        assertThat(read(new EventsProbe(), backOff).members())
                .containsEntry("events", Json.of(2))
                .containsEntry("times", Json.of(5));
        assertThat(read(new EventsProbe(), backOff.with(EventsProbe.LAST, Duration.ofHours(1)))
                        .members())
                .containsEntry("events", Json.of(3));
        assertThat(read(
                                new EventsProbe(),
                                Arguments.NONE.with(EventsProbe.TYPE, "Normal").with(EventsProbe.OBJECT, "web-3"))
                        .members())
                .containsEntry("events", Json.of(1))
                .hasEntrySatisfying("all", all -> assertThat(all.text()).contains("Pod/web-3"));
        assertThat(read(new EventsProbe(), Arguments.NONE.with(EventsProbe.OBJECT, "node/web-3"))
                        .members())
                .containsEntry("events", Json.of(0));
    }

    private void event(String pod, String reason, String type, Instant last, int count) throws IOException {
        String time = last.truncatedTo(ChronoUnit.SECONDS).toString();
        cluster.api()
                .create(
                        ResourceType.EVENT.path("default"),
                        Json.object(
                                "metadata",
                                Json.object("name", pod + "-" + reason.toLowerCase(java.util.Locale.ROOT)),
                                "involvedObject",
                                Json.object("kind", "Pod", "namespace", "default", "name", pod),
                                "reason",
                                reason,
                                "type",
                                type,
                                "message",
                                "as told",
                                "count",
                                count,
                                "firstTimestamp",
                                time,
                                "lastTimestamp",
                                time));
    }

    /** What the played nodes lack is a log. */
    @Test
    void logs_that_cannot_be_read_are_refused_and_what_has_not_started_has_none() throws Exception {
        var all = Pattern.compile(".");
        pod("silent", "silent", "registry.invalid/web:1", Json.Obj.EMPTY);
        assertThat(read(new PodLogsProbe(), name("silent").with(PodLogsProbe.PATTERN, all))
                        .members())
                .containsEntry("pods", Json.of(1))
                .containsEntry("matches", Json.of(0));
        pod("spoken", "spoken", "shop/web:1", Json.Obj.EMPTY);
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(read(new PodsProbe(), name("spoken")).members())
                                .containsEntry("running", Json.of(1)));
        assertThatThrownBy(() -> read(
                        new PodLogsProbe(),
                        name("spoken").with(PodLogsProbe.PATTERN, all).with(PodLogsProbe.CONTAINER, "other")))
                .isInstanceOf(ProbeFailed.class)
                .hasMessageContaining("could not read the log of pod default/spoken")
                .hasMessageContaining("container other is not valid for pod spoken");
    }

    @Test
    void who_may_not_read_is_told_what_right_is_missing() throws Exception {
        cluster.api()
                .create(
                        "/api/v1/namespaces/default/serviceaccounts",
                        Json.object("metadata", Json.object("name", "nobody")));
        Machine nobody = as(cluster.kubeconfig("nobody", "default"));
        for (var probe : Map.of(
                        new PodsProbe(), "cannot list resource \"pods\"",
                        new WorkloadProbe(), "cannot list resource \"deployments\" in API group \"apps\"",
                        new AutoscalerProbe(), "cannot list resource \"horizontalpodautoscalers\"",
                        new EventsProbe(), "cannot list resource \"events\"",
                        new RecoveryProbe(), "cannot list resource \"deployments\"")
                .entrySet()) {
            assertThatThrownBy(() -> read(probe.getKey(), Arguments.NONE, nobody))
                    .isInstanceOf(ProbeFailed.class)
                    .hasMessageContaining("may not")
                    .hasMessageContaining(probe.getValue());
        }
    }

    @Test
    void without_a_cluster_each_probe_says_where_it_was_looked_for() {
        Machine nowhere = as(Path.of("/nowhere/kubeconfig"));
        for (ProbeKind probe : List.of(new PodsProbe(), new WorkloadProbe(), new EventsProbe(), new RecoveryProbe())) {
            assertThatThrownBy(() -> read(probe, Arguments.NONE, nowhere))
                    .isInstanceOf(ProbeFailed.class)
                    .hasMessageContaining("no cluster is known")
                    .hasMessageContaining("/nowhere/kubeconfig");
        }
    }
}
