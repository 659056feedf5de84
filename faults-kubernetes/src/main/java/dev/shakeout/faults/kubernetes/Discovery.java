package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Json;
import dev.shakeout.model.Nearest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a cluster keeps objects of a kind, also of such that only this cluster knows
 * (https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api).
 *
 * @param path of those of all namespaces
 */
record Discovery(String path, String plural, boolean namespaced) {
    /** @throws IOException there is no such kind, or the cluster cannot be asked */
    static Discovery of(String apiVersion, String kind, Cluster cluster) throws IOException {
        String path = (apiVersion.contains("/") ? "/apis/" : "/api/") + apiVersion;
        var answer = cluster.ask(path);
        if (answer.status() == 404) {
            throw new IOException("the cluster of context '" + cluster.context() + "' has no API " + apiVersion
                    + " (kubectl api-versions lists what it has); is the CustomResourceDefinition installed?");
        }
        var kinds = new ArrayList<String>();
        for (Json each : list(cluster.object(path, answer))) {
            String plural = Resource.text(each, "name");
            if (plural.contains("/")) {
                continue; // a part of another, such as pods/log
            }
            if (Resource.text(each, "kind").equals(kind)) {
                return new Discovery(
                        path, plural, Resource.text(each, "namespaced").equals("true"));
            }
            kinds.add(Resource.text(each, "kind"));
        }
        throw new IOException("API " + apiVersion + " of the cluster of context '" + cluster.context()
                + "' has no kind '" + kind + "'" + Nearest.suggestion(kind, kinds) + " (there are "
                + String.join(", ", kinds) + ")");
    }

    private static List<Json> list(Json answer) {
        return Resource.at(answer, "resources").orElse(Json.Null.NULL) instanceof Json.Arr(var items)
                ? items
                : List.of();
    }

    /** @param namespace empty for all */
    String collection(String namespace) {
        return path + (namespaced && !namespace.isEmpty() ? "/namespaces/" + namespace : "") + "/" + plural;
    }
}
