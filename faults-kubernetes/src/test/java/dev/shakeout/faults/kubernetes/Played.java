package dev.shakeout.faults.kubernetes;

import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.Threads;
import dev.shakeout.model.Json;
import dev.shakeout.testbed.KubernetesApi;
import dev.shakeout.testbed.KubernetesObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A controller as another tool has one: told of its objects by watches of a real API server, it does to each what is due. An
 * object says by an annotation how well it works for it.
 */
abstract class Played implements AutoCloseable {
    /** What a controller has done to a pod is written on the pod. */
    static final String HIT = "played.example/hit-by";

    private static final String BEHAVIOUR = "played.example/behaviour";
    private static final String DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    /** How well a controller works. */
    enum Behaviour {
        WELL,
        /** Each thing it does takes it some seconds. */
        SLOW,
        /** It cannot inject. */
        FAILING,
        /** It injects, and never takes back. */
        STUCK,
        /** It does nothing at all. */
        DEAD;

        /** For the manifest of an object. */
        Json.Obj metadata() {
            return Json.object("annotations", Json.object(BEHAVIOUR, name().toLowerCase(Locale.ROOT)));
        }

        static Behaviour of(KubernetesObject object) {
            String word = object.text("metadata", "annotations", BEHAVIOUR);
            return word.isEmpty() ? WELL : valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    static final Duration SLOWNESS = Duration.ofSeconds(2);

    final KubernetesApi api;
    private final ScheduledExecutorService worker =
            Executors.newSingleThreadScheduledExecutor(Threads.named("played controller"));
    private final List<Watch> watches = new ArrayList<>();
    private final Map<String, Long> begun = new ConcurrentHashMap<>();
    private final Set<String> freed = ConcurrentHashMap.newKeySet();

    /** Those for whom it is stuck, by their names, work from now on. */
    void free(String name) {
        freed.add(name);
    }

    boolean isFreed(KubernetesObject object) {
        return freed.contains(object.name());
    }

    Played(KubernetesApi api) {
        this.api = api;
    }

    /** Installs what both tools define. */
    static void define(KubernetesApi api) throws IOException {
        String all;
        try (var file = Played.class.getResourceAsStream("peers.yaml")) {
            all = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
        for (String one : all.split("(?m)^---\n", 0)) {
            api.create(DEFINITIONS, one);
        }
        await().atMost(Duration.ofSeconds(30))
                .until(() -> api.get(DEFINITIONS).each("items").stream()
                        .allMatch(each -> each.each("status", "conditions").stream()
                                .anyMatch(condition -> condition.text("type").equals("Established")
                                        && condition.text("status").equals("True"))));
        for (var type : List.of(ChaosMesh.type("PodChaos"), ChaosMesh.type("Workflow"), Litmus.ENGINE, Litmus.RESULT)) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> api.ask("GET", type.path(""), Json.Obj.EMPTY).ok());
        }
    }

    void follow(Cluster cluster, ResourceType type) {
        watches.add(Watch.start(cluster, type, "", Map.of(), change -> {
            switch (change) {
                case Watch.Change.All(var all) -> all.forEach(this::due);
                case Watch.Change.Now(Resource now) -> due(now);
                case Watch.Change.Gone _ -> {}
            }
        }));
    }

    private void due(Resource object) {
        due(object.type(), object.path(), Duration.ZERO);
    }

    private void due(ResourceType type, String path, Duration in) {
        try {
            var _ = worker.schedule(() -> look(type, path), in.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException _) {
            // closed
        }
    }

    private void look(ResourceType type, String path) {
        try {
            var answer = api.ask("GET", path, Json.Obj.EMPTY);
            if (answer.ok() && Behaviour.of(answer.body()) != Behaviour.DEAD) {
                reconcile(type, path, answer.body());
            }
        } catch (IOException | IllegalStateException e) {
            due(type, path, Duration.ofMillis(200)); // as any controller: again
        }
    }

    /** Does what is due next; every change of the object has it called again. */
    abstract void reconcile(ResourceType type, String path, KubernetesObject object) throws IOException;

    /** Whether it is time for this by now; if not, the object is looked at again. */
    boolean isTime(String what, ResourceType type, String path, KubernetesObject object) {
        if (Behaviour.of(object) != Behaviour.SLOW) {
            return true;
        }
        long since = begun.computeIfAbsent(what + " " + path, _ -> System.nanoTime());
        boolean time = System.nanoTime() - since > SLOWNESS.toNanos();
        if (!time) {
            due(type, path, Duration.ofMillis(200));
        }
        return time;
    }

    /** Marks a pod, or takes the mark off. */
    void mark(String namespace, String pod, String by, boolean hit) throws IOException {
        var annotations = Json.object(HIT, hit ? Json.of(by) : Json.Null.NULL);
        api.ask(
                "PATCH",
                ResourceType.POD.path(namespace, pod),
                Json.object("metadata", Json.object("annotations", annotations)));
    }

    void finalizers(String path, List<Json> finalizers) throws IOException {
        var answer = api.ask("PATCH", path, Json.object("metadata", Json.object("finalizers", Json.of(finalizers))));
        if (!answer.ok() && answer.status() != 404) {
            throw new IOException(answer.body().text("message"));
        }
    }

    static boolean has(KubernetesObject object, String finalizer) {
        return object.text("metadata", "finalizers").contains(finalizer);
    }

    static boolean isDeleted(KubernetesObject object) {
        return object.field("metadata", "deletionTimestamp").isPresent();
    }

    /** Living pods with these labels, by name. */
    List<KubernetesObject> pods(String namespace, String labels) {
        try {
            return api
                    .get(ResourceType.POD.path(namespace) + "?labelSelector=" + Cluster.encoded(labels))
                    .each("items")
                    .stream()
                    .filter(pod -> !isDeleted(pod))
                    .sorted((one, other) -> one.name().compareTo(other.name()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        watches.forEach(Watch::close);
        worker.shutdownNow();
    }
}
