package dev.shakeout.operator;

import dev.shakeout.faults.kubernetes.Cluster;
import dev.shakeout.faults.kubernetes.Resource;
import dev.shakeout.faults.kubernetes.ResourceType;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * Tells the cluster's own events what happens to an object, for kubectl describe.
 *
 * @param trouble told what could not be told; nothing depends on an event
 */
record Announcer(Cluster cluster, Status status, String identity, Consumer<String> trouble) {
    private static final String US = "shakeout-operator";
    /** An event's message may be 1,024 bytes long; a letter may take three. */
    private static final int LONGEST = 340;

    void tell(Resource about, String reason, String message) {
        tell(about, "Normal", reason, message);
    }

    void warn(Resource about, String reason, String message) {
        tell(about, "Warning", reason, message);
    }

    private void tell(Resource about, String type, String reason, String message) {
        String path = ResourceType.EVENT.path(about.namespace());
        try {
            var answer = cluster.send(
                    "POST", path, "", event(about, type, reason, message).compact());
            cluster.object(path, answer);
        } catch (IOException e) {
            trouble.accept("the event " + reason + " of " + about.path() + " could not be told: " + e.getMessage());
        }
    }

    private Json.Obj event(Resource about, String type, String reason, String message) {
        String now = status.now();
        return Json.object(
                "metadata",
                Json.object("generateName", about.name() + ".", "namespace", about.namespace()),
                "involvedObject",
                about.reference().with("namespace", Json.of(about.namespace())),
                "type",
                type,
                "reason",
                reason,
                "message",
                message.length() > LONGEST ? message.substring(0, LONGEST) + "…" : message,
                "source",
                Json.object("component", US),
                "reportingComponent",
                US,
                "reportingInstance",
                identity,
                "firstTimestamp",
                now,
                "lastTimestamp",
                now,
                "count",
                1);
    }
}
