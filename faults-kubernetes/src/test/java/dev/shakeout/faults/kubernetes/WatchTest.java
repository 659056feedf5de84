package dev.shakeout.faults.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.model.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What a real API server tells, also when it is not heard for a while. */
class WatchTest extends WithCluster {
    private static final Map<String, String> ALL = Map.of();

    /** Config maps as they were told of: their names, and the value of x. */
    private static final class Told {
        private final List<String> changes = new ArrayList<>();
        private final Map<String, String> now = new TreeMap<>();
        private int lists;

        synchronized void of(Watch.Change change) {
            switch (change) {
                case Watch.Change.All(List<Resource> objects) -> {
                    lists++;
                    now.clear();
                    objects.forEach(each -> now.put(each.name(), each.text("data", "x")));
                }
                case Watch.Change.Now(Resource object) -> {
                    now.put(object.name(), object.text("data", "x"));
                    changes.add(object.name() + "=" + object.text("data", "x"));
                }
                case Watch.Change.Gone(Resource object) -> {
                    now.remove(object.name());
                    changes.add(object.name() + " gone");
                }
            }
        }

        synchronized int lists() {
            return lists;
        }

        synchronized Map<String, String> now() {
            return Map.copyOf(now);
        }

        synchronized List<String> changes() {
            return List.copyOf(changes);
        }
    }

    private String maps(String space) {
        return ResourceType.CONFIG_MAP.path(space);
    }

    private void space(String name) throws IOException {
        cluster.api().create("/api/v1/namespaces", Json.object("metadata", Json.object("name", name)));
        await("the namespace's own config map")
                .atMost(SOON)
                .until(() -> cluster.api()
                        .ask("GET", maps(name) + "/kube-root-ca.crt", Json.Obj.EMPTY)
                        .ok());
    }

    private void make(String space, String name) throws IOException {
        cluster.api()
                .create(maps(space), Json.object("metadata", Json.object("name", name), "data", Json.object("x", "0")));
    }

    private void set(String space, String name, int x) throws IOException {
        cluster.api().patch(maps(space) + "/" + name, Json.object("data", Json.object("x", String.valueOf(x))));
    }

    private Watch watch(Path kubeconfig, String space, Told told) {
        return Watch.start(Cluster.of(Optional.empty(), as(kubeconfig)), ResourceType.CONFIG_MAP, space, ALL, told::of);
    }

    @Test
    void every_change_is_told_in_order() throws IOException {
        space("ordered");
        make("ordered", "a");
        var told = new Told();
        try (var _ = watch(cluster.kubeconfig(), "ordered", told)) {
            await().atMost(SOON).until(() -> told.now().containsKey("a"));
            for (int i = 1; i <= 20; i++) {
                set("ordered", "a", i);
            }
            cluster.api().delete(maps("ordered") + "/a");
            make("ordered", "b");
            await().atMost(SOON).until(() -> told.now().containsKey("b"));
            assertThat(told.changes())
                    .containsSubsequence("a=1", "a=2", "a=19", "a=20", "a gone", "b=0")
                    .hasSize(22);
            assertThat(told.now()).doesNotContainKey("a");
            assertThat(told.lists()).isEqualTo(1);
        }
    }

    @Test
    void an_error_of_whoever_is_told_does_not_end_it() throws IOException {
        space("clumsy");
        make("clumsy", "a");
        var told = new Told();
        var first = new AtomicBoolean(true);
        var client = Cluster.of(Optional.empty(), as(cluster.kubeconfig()));
        try (var watch = Watch.start(client, ResourceType.CONFIG_MAP, "clumsy", ALL, change -> {
            if (first.getAndSet(false)) {
                throw new IllegalStateException("not now");
            }
            told.of(change);
        })) {
            await().atMost(SOON).until(() -> told.now().containsKey("a"));
            await().atMost(SOON).until(() -> watch.trouble().isEmpty());
        }
    }

    @Test
    void what_changes_while_the_connection_is_cut_or_held_is_told_later() throws IOException {
        space("cut");
        make("cut", "a");
        var told = new Told();
        try (var wire = Wire.to(cluster.server());
                var _ = watch(wire.kubeconfig(cluster.kubeconfig()), "cut", told)) {
            await().atMost(SOON).until(() -> told.now().containsKey("a"));
            for (int i = 1; i <= 5; i++) {
                set("cut", "a", i);
                wire.cut();
            }
            wire.hold();
            set("cut", "a", 6);
            set("cut", "a", 7);
            wire.cut(); // those that are held
            set("cut", "a", 8);
            assertThat(told.changes()).doesNotContain("a=6");
            wire.release();
            await().atMost(SOON).until(() -> "8".equals(told.now().get("a")));
            assertThat(told.changes()).containsExactly("a=1", "a=2", "a=3", "a=4", "a=5", "a=6", "a=7", "a=8");
            assertThat(told.lists()).isEqualTo(1);
        }
    }

    @Test
    void a_server_that_is_killed_and_has_forgotten_what_was_told_is_asked_for_all_again() throws IOException {
        space("killed");
        make("killed", "a");
        var told = new Told();
        try (var wire = Wire.to(cluster.server());
                var watch = watch(wire.kubeconfig(cluster.kubeconfig()), "killed", told)) {
            await().atMost(SOON).until(() -> told.now().containsKey("a"));
            wire.hold();
            wire.cut();
            make("killed", "b");
            cluster.api().delete(maps("killed") + "/a");
            cluster.killServer();
            wire.release();
            await().atMost(SOON).until(() -> watch.trouble().isPresent());
            assertThat(watch.trouble().orElseThrow())
                    .contains("cannot be asked")
                    .contains(cluster.server().split(":")[1]);
            int asked = wire.connections();
            long begun = System.nanoTime();
            cluster.restartServer();
            await().atMost(SOON).until(() -> told.now().containsKey("b"));
            assertThat(wire.connections() - asked)
                    .as("asked in " + Duration.ofNanos(System.nanoTime() - begun))
                    .isLessThan(30);
            assertThat(told.lists()).isEqualTo(2);
            assertThat(told.now()).doesNotContainKey("a");
            await().atMost(SOON).until(() -> watch.trouble().isEmpty());
            set("killed", "b", 1);
            await().atMost(SOON).until(() -> "1".equals(told.now().get("b")));
        }
    }

    @Test
    void a_server_that_does_not_answer_is_waited_for() throws IOException {
        space("slow");
        var told = new Told();
        cluster.pauseServer();
        try (var watch = watch(cluster.kubeconfig(), "slow", told)) {
            assertThat(told.lists()).isZero();
            cluster.continueServer();
            await().atMost(SOON).until(() -> told.lists() == 1);
            make("slow", "a");
            await().atMost(SOON).until(() -> told.now().containsKey("a"));
            assertThat(watch.trouble()).isEmpty();
        } finally {
            cluster.continueServer();
        }
    }

    @Test
    void who_may_not_watch_is_told_what_is_missing() throws IOException {
        space("denied");
        cluster.api()
                .create(
                        "/api/v1/namespaces/denied/serviceaccounts",
                        Json.object("metadata", Json.object("name", "nobody")));
        var told = new Told();
        try (var watch = watch(cluster.kubeconfig("nobody", "denied"), "denied", told)) {
            await().atMost(SOON).until(() -> watch.trouble().isPresent());
            assertThat(watch.trouble().orElseThrow())
                    .contains("may not")
                    .contains("cannot list resource \"configmaps\"");
        }
    }
}
