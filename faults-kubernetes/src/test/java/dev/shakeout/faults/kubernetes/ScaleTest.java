package dev.shakeout.faults.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.Planned;
import dev.shakeout.engine.Planner;
import dev.shakeout.engine.Runner;
import dev.shakeout.engine.Stop;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.Selector;
import dev.shakeout.model.Target;
import dev.shakeout.model.Verdict;
import dev.shakeout.testbed.KubernetesObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Anything with a scale is a workload: what everybody has, and custom resources that only this cluster knows. */
class ScaleTest extends WithCluster {
    private static final String DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private static final String SHOPS = "/apis/example.com/v1/namespaces/default/shops";
    private static final ResourceType SHOP = ResourceType.of("Shop", "example.com", "v1", "shops", true);

    private Watch operator;

    /** Of shops their number stands where Kubernetes would not look for it; leaflets have none. */
    @BeforeAll
    void define() throws IOException {
        cluster.api().create(DEFINITIONS, definition("Shop", "shops", """
                  scale: {specReplicasPath: .spec.size, statusReplicasPath: .status.size, labelSelectorPath: .status.labels}
            """));
        cluster.api().create(DEFINITIONS, definition("Leaflet", "leaflets", ""));
        await().atMost(SOON)
                .until(() -> cluster.api().ask("GET", SHOPS, Json.Obj.EMPTY).ok());
        var reached = dev.shakeout.faults.kubernetes.Cluster.of(Optional.empty(), machine);
        operator = Watch.start(reached, SHOP, "default", Map.of(), this::operate);
    }

    @AfterAll
    void dismiss() {
        if (operator != null) { // else all was skipped
            operator.close();
        }
    }

    private static String definition(String kind, String plural, String scale) {
        return """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: %s.example.com}
            spec:
              group: example.com
              scope: Namespaced
              names: {kind: %s, plural: %s, singular: %s}
              versions:
                - name: v1
                  served: true
                  storage: true
                  schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
                  subresources:
                    status: {}
            """.formatted(plural, kind, plural, kind.toLowerCase(java.util.Locale.ROOT)) + scale.indent(2);
    }

    /** As many as are wanted are there at once. */
    private void operate(Watch.Change change) {
        switch (change) {
            case Watch.Change.All(var all) -> all.forEach(this::operate);
            case Watch.Change.Now(Resource shop) -> operate(shop);
            case Watch.Change.Gone _ -> {}
        }
    }

    private void operate(Resource shop) {
        long size = shop.number(0, "spec", "size");
        if (shop.number(-1, "status", "size") != size) {
            var status = Json.object("size", size, "labels", "shop=" + shop.name());
            try {
                cluster.api().patch(shop.path() + "/status", Json.object("status", status));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void open(String shop, int size) throws IOException {
        cluster.api()
                .create(
                        SHOPS,
                        Json.object(
                                "apiVersion",
                                "example.com/v1",
                                "kind",
                                "Shop",
                                "metadata",
                                Json.object("name", shop),
                                "spec",
                                Json.object("size", size)));
        await().atMost(SOON).until(() -> number(shop(shop), "status", "size") == size);
    }

    private KubernetesObject shop(String name) throws IOException {
        return cluster.api().get(SHOPS + "/" + name);
    }

    private static Selector of(String resource, String name) {
        return new Selector(
                WorkloadFinder.KIND,
                Arguments.NONE.with(WorkloadFinder.TYPE, resource).with(Criteria.NAME, name),
                ONE);
    }

    @Test
    void aCustomResourceIsScaledToNothingAndBack() throws IOException {
        open("bakery", 3);
        drill(
                "workload/scale",
                Arguments.NONE,
                of("shops.example.com", "bakery"),
                () -> assertThat(number(shop("bakery"), "status", "size")).isZero());
        assertThat(shop("bakery").text("spec", "size")).isEqualTo("3");
        drill(
                "workload/scale",
                Arguments.NONE.with(WorkloadScale.REPLICAS, 5),
                of("shop.v1.example.com", "bakery"),
                () -> assertThat(number(shop("bakery"), "status", "size")).isEqualTo(5));
        assertThat(shop("bakery").text("spec", "size")).isEqualTo("3");
    }

    @Test
    void whatSomebodyElseScalesMeanwhileIsKept() throws IOException {
        open("kiosk", 3);
        drill("workload/scale", Arguments.NONE, of("shops.example.com", "kiosk"), () -> {
            takeBackByLease();
            assertThat(shop("kiosk").text("spec", "size")).isEqualTo("3");
            cluster.api().patch(SHOPS + "/kiosk", Json.object("spec", Json.object("size", 2)));
        });
        assertThat(shop("kiosk").text("spec", "size")).isEqualTo("2");
    }

    @Test
    void theLeastRightsAreThoseOfTheScale() throws IOException {
        open("stall", 1);
        var selector = of("shops.example.com", "stall");
        var experiment = experiment("workload/scale", Arguments.NONE, selector);
        assertThat(new LeastRights("stall", "default").of(experiment, CATALOG))
                .hasValueSatisfying(manifests -> assertThat(manifests).contains("""
                                resources: ["shops"]
                                    resourceNames: ["stall"]
                                    verbs: [get, list]
                                """, """
                                resources: ["shops/scale"]
                                    resourceNames: ["stall"]
                                    verbs: [get, patch]
                                """));
        grant("stall", experiment);
        try (var limited = new Limited(cluster.kubeconfig("stall", "default"))) {
            Planned planned = plan(limited.machine(), "workload/scale", Arguments.NONE, selector, MOMENT);
            assertThat(planned.plan().refusals()).isEmpty();
            var journal = new Runner(CATALOG, limited.machine(), Map.of(), "test").run(planned, new Stop(), List.of());
            assertThat(journal.verdict()).as(journal.reasons().toString()).isEqualTo(Verdict.PASSED);
        }
    }

    @Test
    void replicaSetsOfNobodyAreScaledAndThoseOfADeploymentAreNot() throws IOException {
        String sets = ResourceType.REPLICA_SET.path("default");
        cluster.api().create(sets, workload("alone", Map.of("replicas", Json.of(2))));
        await().atMost(SOON).until(() -> number(cluster.api().get(sets + "/alone"), "status", "replicas") == 2);
        var journal = drill("workload/scale", Arguments.NONE, of("replicasets.apps", "alone"));
        assertThat(journal.verdict()).as(journal.toString()).isEqualTo(Verdict.PASSED);
        assertThat(cluster.api().get(sets + "/alone").text("spec", "replicas")).isEqualTo("2");
        assertRefused(
                "workload/image", Arguments.NONE, of("replicaset", "alone"), "does not replace pods when its template");

        deploy("owned", 1);
        String owned = cluster.api()
                .get(sets + "?labelSelector=app%3Downed")
                .each("items")
                .getFirst()
                .name();
        assertRefused("workload/scale", Arguments.NONE, of("replicaset", owned), "belongs to Deployment owned");
    }

    @Test
    void podsAreFoundByTheLabelsThatAScaleTells() throws IOException {
        open("market", 1);
        cluster.api()
                .create(
                        PODS,
                        Json.object(
                                "metadata",
                                Json.object("name", "market-0", "labels", Json.object("shop", "market")),
                                "spec",
                                Json.object(
                                        "containers",
                                        Json.of(List.of(Json.object("name", "main", "image", "shop/market:1.0"))))));
        var by = Arguments.NONE.with(PodFinder.OWNER, "shops.example.com/market");
        assertThat(new PodFinder().find(by, machine)).extracting(Target::name).containsExactly("default/market-0");
        var experiment = experiment("pod/delete", Arguments.NONE, new Selector(PodFinder.KIND, by, ONE));
        assertThat(new LeastRights("market", "default").of(experiment, CATALOG))
                .hasValueSatisfying(text -> assertThat(text).contains("resources: [\"shops/scale\"]", "verbs: [get]"));
    }

    @Test
    void whatHasNoScaleOrIsNotThereIsToldAsThat() {
        assertMistake("leaflets.example.com", "leaflets.example.com has no scale");
        assertMistake("shopz.example.com", "has no shopz; did you mean 'shops'?");
        assertMistake("shops.example.org", "has no API group example.org", "CustomResourceDefinition");
        assertThatThrownBy(() -> WorkloadFinder.TYPE.type().parse(Json.of("deploymnet")))
                .hasMessageContaining("PLURAL.GROUP of anything with a scale")
                .hasMessageContaining("deployment");
    }

    private void assertMistake(String resource, String... words) {
        var experiment = experiment("workload/scale", Arguments.NONE, of(resource, "any"));
        assertThatThrownBy(() -> new Planner(CATALOG, machine).plan(experiment, 1))
                .isInstanceOf(InvalidInput.class)
                .satisfies(thrown -> assertThat(thrown.getMessage()).contains(words));
    }
}
