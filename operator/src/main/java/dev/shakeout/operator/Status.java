package dev.shakeout.operator;

import dev.shakeout.faults.kubernetes.Cluster;
import dev.shakeout.faults.kubernetes.Resource;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

/** Writes what became of an object into its status. */
record Status(Cluster cluster, Clock clock) {
    private static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;
    private static final int TRIES = 60;
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    /** In whole seconds, as Kubernetes writes times. */
    String now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /**
     * Only if nobody has changed the object since it was read.
     *
     * @return whether it was still so
     */
    boolean change(Resource from, Json.Obj status) throws IOException {
        var metadata = Json.object("resourceVersion", from.text("metadata", "resourceVersion"), "uid", from.uid());
        return send(from, Json.object("metadata", metadata, "status", status));
    }

    /**
     * Whatever else has changed in it.
     *
     * @return false when it is gone
     */
    boolean set(Resource of, Json.Obj status) throws IOException {
        return send(of, Json.object("metadata", Json.object("uid", of.uid()), "status", status));
    }

    /** Something that is written; true when that was not too late. */
    interface Write {
        boolean done() throws IOException;
    }

    /** Writes it also when the API server is away for a while. Returns whether it was written. */
    boolean insist(Write write, Consumer<String> trouble) {
        for (int i = 1; i <= TRIES; i++) {
            try {
                return write.done();
            } catch (IOException e) {
                trouble.accept(String.valueOf(e.getMessage()));
            }
            try {
                Thread.sleep(BETWEEN_TRIES);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }

    private boolean send(Resource of, Json.Obj change) throws IOException {
        var answer = cluster.send("PATCH", of.path() + "/status", Cluster.MERGE, change.compact());
        if (answer.status() == CONFLICT || answer.status() == NOT_FOUND) {
            return false;
        }
        cluster.object(of.path() + "/status", answer);
        return true;
    }
}
