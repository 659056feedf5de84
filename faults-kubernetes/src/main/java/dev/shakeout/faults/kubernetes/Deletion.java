package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Inverse;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.util.List;

/**
 * Deletes an object that a fault has made.
 *
 * @param path with a name that nobody else gives, as it carries the injection's token
 */
record Deletion(String path) implements Undo {
    static final String MARK = "delete";

    private static final String SCRIPT = """
            call DELETE "$path" application/json ''
            case $status in 200 | 202 | 404) ;; *) refused "delete $path" ;; esac
            """;

    @Override
    public Json.Obj json() {
        return Json.object("path", path, MARK, true);
    }

    @Override
    public Inverse inverse(Cluster cluster) {
        return ApiCall.inverse(cluster, path, json(), SCRIPT, List.of());
    }

    @Override
    public void takeBack(Cluster cluster) throws IOException {
        var answer = cluster.send("DELETE", path, "", "");
        if (!answer.ok() && answer.status() != 404) {
            throw new IOException(cluster.refusal("delete " + path, answer));
        }
    }
}
