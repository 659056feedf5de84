package dev.shakeout.faults.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.model.Arguments;
import dev.shakeout.model.Json;
import dev.shakeout.model.Selector;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Objects are made and deleted, and all is as it was afterwards. */
class ObjectFaultsTest extends WithCluster {
    private static final String MAPS = ResourceType.CONFIG_MAP.path("default");

    private static Selector here() {
        return named(NamespaceFinder.KIND, "default");
    }

    private static Arguments map(String name, String value) {
        return made(Json.object(
                "apiVersion",
                "v1",
                "kind",
                "ConfigMap",
                "metadata",
                Json.object("name", name, "labels", Json.object("app", "shop")),
                "data",
                Json.object("key", value)));
    }

    private static Arguments made(Json.Obj manifest) {
        return Arguments.NONE.with(ObjectCreate.MANIFEST, manifest);
    }

    private boolean isThere(String path) throws IOException {
        return cluster.api().ask("GET", path, Json.Obj.EMPTY).ok();
    }

    @Test
    void anObjectIsMadeAsItIsWrittenAndDeletedAgain() throws IOException {
        drill("object/create", map("made", "value"), here(), () -> {
            assertThat(cluster.api().get(MAPS + "/made").text("data", "key")).isEqualTo("value");
            assertThat(cluster.api().get(MAPS + "/made").text("metadata", "labels", "app"))
                    .isEqualTo("shop");
            assertRefused("object/create", map("made", "other"), here(), "already exists");
        });
        assertThat(isThere(MAPS + "/made")).isFalse();
    }

    @Test
    void whoeverHasTakenItsNameMeanwhileKeepsTheirs() throws IOException {
        var theirs = Json.object("metadata", Json.object("name", "taken"), "data", Json.object("key", "theirs"));
        drill("object/create", map("taken", "ours"), here(), () -> {
            cluster.api().delete(MAPS + "/taken");
            cluster.api().create(MAPS, theirs);
            takeBackByLease();
        });
        assertThat(cluster.api().get(MAPS + "/taken").text("data", "key")).isEqualTo("theirs");
    }

    @Test
    void whatBelongsToItGoesTooAlsoThePodsOfAJob() throws IOException {
        var pod = Json.object(
                "restartPolicy",
                "Never",
                "containers",
                Json.of(List.of(Json.object("name", "main", "image", "shop/main:1.0"))));
        var job = Json.object(
                "apiVersion",
                "batch/v1",
                "kind",
                "Job",
                "metadata",
                Json.object("generateName", "work-"),
                "spec",
                Json.object("template", Json.object("spec", pod)));
        String pods = PODS + "?labelSelector=batch.kubernetes.io%2Fjob-name";
        drill(
                "object/create",
                made(job),
                here(),
                () -> await().atMost(SOON)
                        .until(() -> cluster.api().get(pods).each("items").size() == 1));
        await().atMost(SOON).until(() -> cluster.api().get(pods).each("items").isEmpty());
        assertThat(cluster.api().get(ResourceType.JOB.path("default")).each("items"))
                .isEmpty();
    }

    @Test
    void whatWouldLeaveSomethingIsNotMade() {
        var engine = Json.object(
                "apiVersion", "litmuschaos.io/v1alpha1", "kind", "ChaosEngine", "metadata", Json.object("name", "x"));
        assertRefused("object/create", made(engine), here(), "use litmus/engine");
        var cluster = Json.object("apiVersion", "v1", "kind", "Namespace", "metadata", Json.object("name", "another"));
        assertRefused("object/create", made(cluster), here(), "belong to the whole cluster");
        var claims = Json.object(
                "apiVersion",
                "apps/v1",
                "kind",
                "StatefulSet",
                "metadata",
                Json.object("name", "x"),
                "spec",
                Json.object("volumeClaimTemplates", Json.of(List.of())));
        assertRefused("object/create", made(claims), here(), "its volumes would stay");
        var wrong = Json.object(
                "apiVersion", "v1", "kind", "Service", "metadata", Json.object("name", "x"), "spec", Json.object());
        assertRefused("object/create", made(wrong), here(), "spec.ports");
    }

    @Test
    void objectsAreDeletedAndMadeAnewAsTheyWere() throws IOException {
        configs().map("gone", Map.of("a", "1", "b", "2"));
        configs().map("kept", Map.of("a", "1"));
        var names = Arguments.NONE.with(ObjectDelete.KIND, "ConfigMap").with(ObjectDelete.NAMES, List.of("gone"));
        drill("object/delete", names, here(), () -> {
            assertThat(isThere(MAPS + "/gone")).isFalse();
            assertThat(isThere(MAPS + "/kept")).isTrue();
        });
        assertThat(configs().data("gone")).isEqualTo(Map.of("a", "1", "b", "2"));
        drill("object/delete", names, here(), () -> {
            takeBackByLease();
            assertThat(configs().data("gone")).isEqualTo(Map.of("a", "1", "b", "2"));
        });
        drill("object/delete", names, here(), () -> configs().map("gone", Map.of("a", "theirs")));
        assertThat(configs().data("gone")).isEqualTo(Map.of("a", "theirs"));
    }

    @Test
    void aDeploymentComesBackWithItsPods() throws IOException {
        deploy("deleted", 2);
        var labelled =
                Arguments.NONE.with(ObjectDelete.KIND, "Deployment").with(ObjectDelete.FIELDS, "metadata.name=deleted");
        drill(
                "object/delete",
                labelled,
                here(),
                () -> await().atMost(SOON)
                        .untilAsserted(() -> assertThat(pods("deleted")).isEmpty()));
        awaitReady("deleted", 2);
    }

    @Test
    void whatWouldNotComeBackIsNotDeleted() throws IOException {
        var kind = Arguments.NONE.with(ObjectDelete.KIND, "PersistentVolumeClaim");
        assertRefused("object/delete", kind, here(), "could not be made anew");
        var maps = Arguments.NONE.with(ObjectDelete.KIND, "ConfigMap");
        assertRefused("object/delete", maps.with(ObjectDelete.NAMES, List.of("nobody")), here(), "no ConfigMap nobody");
        assertRefused("object/delete", maps.with(ObjectDelete.SELECTOR, "no=body"), here(), "no ConfigMap in default");
        var bound = Json.object(
                "metadata", Json.object("name", "bound", "finalizers", Json.of(List.of(Json.of("example.com/held")))));
        cluster.api().create(MAPS, bound);
        assertRefused("object/delete", maps.with(ObjectDelete.NAMES, List.of("bound")), here(), "has finalizers");
        cluster.api().patch(MAPS + "/bound", Json.object("metadata", Json.object("finalizers", Json.of(List.of()))));
    }
}
