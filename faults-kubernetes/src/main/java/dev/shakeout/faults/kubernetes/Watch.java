package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.engine.Omitted;
import dev.shakeout.engine.Threads;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Follows the objects of a collection as the API server tells of them, without asking again and again. When the connection
 * or the server itself is lost it goes on where it was, so no change is lost; when that is too long ago it lists all anew
 * (https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes).
 */
public final class Watch implements AutoCloseable {
    /** What has become of the objects. */
    public sealed interface Change {
        /** All there are: at first, and whenever it could not be told what has changed. Whatever is not among them is gone. */
        record All(List<Resource> objects) implements Change {}

        /** One was made or changed. */
        record Now(Resource object) implements Change {}

        record Gone(Resource object) implements Change {}
    }

    /** After this the server ends a watch, so one that it has forgotten is found out soon. */
    private static final Duration SPELL = Duration.ofSeconds(30);

    private static final Duration BELATED = Duration.ofSeconds(5);

    /** As long as the rest of an object, and of use to nobody here. */
    private static final Omitted NOT_TOLD = Omitted.of("items.metadata.managedFields");

    private static final Duration LEAST_PAUSE = Duration.ofMillis(50);
    private static final Duration MOST_PAUSE = Duration.ofSeconds(1);

    private final Cluster cluster;
    private final ResourceType type;
    private final String collection;
    private final Map<String, String> query;
    private final Consumer<Change> told;
    private final Thread thread;
    private volatile Optional<String> trouble = Optional.empty();
    /** Up to which all is told; empty when nothing is. */
    private String version = "";

    private Watch(
            Cluster cluster, ResourceType type, String namespace, Map<String, String> query, Consumer<Change> told) {
        this.cluster = cluster;
        this.type = type;
        this.collection = type.path(namespace);
        this.query = Map.copyOf(query);
        this.told = told;
        this.thread =
                Thread.ofPlatform().daemon().name("watch of " + collection).unstarted(this::follow);
    }

    /**
     * Begins at once; nothing is told before the server can be asked.
     *
     * @param namespace empty for all
     * @param query labelSelector and fieldSelector
     * @param told of each change, one after the other, on a thread of the watch
     */
    public static Watch start(
            Cluster cluster, ResourceType type, String namespace, Map<String, String> query, Consumer<Change> told) {
        var watch = new Watch(cluster, type, namespace, query, told);
        watch.thread.start();
        return watch;
    }

    /** Why nothing can be told at the moment. */
    public Optional<String> trouble() {
        return trouble;
    }

    private void follow() {
        Duration pause = Duration.ZERO;
        while (!Thread.currentThread().isInterrupted()) {
            long begun = System.nanoTime();
            try {
                if (version.isEmpty()) {
                    list();
                }
                watch();
            } catch (IOException | RuntimeException e) { // the latter too, as a client says so that it was closed
                trouble = Optional.of(String.valueOf(e.getMessage()));
            }
            boolean lasted = System.nanoTime() - begun > MOST_PAUSE.toNanos();
            pause = lasted ? Duration.ZERO : longer(pause);
            try {
                Thread.sleep(pause);
            } catch (InterruptedException _) {
                return; // closed
            }
        }
    }

    /** What ends at once is not begun again at once. */
    private static Duration longer(Duration pause) {
        Duration twice = pause.isZero() ? LEAST_PAUSE : pause.multipliedBy(2);
        return twice.compareTo(MOST_PAUSE) < 0 ? twice : MOST_PAUSE;
    }

    private void list() throws IOException {
        var all = new ArrayList<Resource>();
        String listed = cluster.list(collection, query, NOT_TOLD, body -> all.add(new Resource(type, body)));
        told.accept(new Change.All(List.copyOf(all)));
        version = listed;
    }

    /** Until it is ended by the server. */
    private void watch() throws IOException {
        String path = collection + "?watch=true&allowWatchBookmarks=true&timeoutSeconds=" + SPELL.toSeconds()
                + Cluster.encoded(Map.of("resourceVersion", version)) + Cluster.encoded(query);
        long over = System.nanoTime() + SPELL.plus(BELATED).toNanos();
        try (Lines lines = cluster.connection().follow(path)) {
            if (lines.status() == Cluster.GONE) {
                version = "";
                return;
            }
            if (lines.status() != 200) {
                var answer = new Cluster.Answer(lines.status(), lines.rest(BELATED));
                throw new IOException(cluster.refusal("watch " + collection, answer));
            }
            trouble = Optional.empty();
            Optional<String> line = lines.next(left(over));
            while (line.isPresent() && !version.isEmpty()) {
                event(line.get());
                line = lines.next(left(over));
            }
        }
    }

    private static Duration left(long over) {
        return Duration.ofNanos(over - System.nanoTime());
    }

    private void event(String line) throws IOException {
        Json event;
        try {
            event = JsonReader.read(line);
        } catch (BadValue e) {
            throw new IOException("the watch of " + collection + " tells no JSON: " + e.getMessage(), e);
        }
        Json.Obj object =
                Resource.at(event, "object").orElse(Json.Null.NULL) instanceof Json.Obj body ? body : Json.Obj.EMPTY;
        switch (Resource.text(event, "type")) {
            case "ADDED", "MODIFIED" -> told.accept(new Change.Now(new Resource(type, object)));
            case "DELETED" -> told.accept(new Change.Gone(new Resource(type, object)));
            case "BOOKMARK" -> {} // nothing has changed up to there
            case "ERROR" -> {
                version = "";
                if (!Resource.text(object, "code").equals(String.valueOf(Cluster.GONE))) {
                    throw new IOException("the watch of " + collection + " is ended by the API server: "
                            + Resource.text(object, "message"));
                }
                return;
            }
            default -> throw new IOException("the watch of " + collection + " tells what nobody knows: " + line);
        }
        version = Resource.text(object, "metadata", "resourceVersion");
    }

    /** Nothing more is told. */
    @Override
    public void close() {
        Threads.end(thread);
    }
}
