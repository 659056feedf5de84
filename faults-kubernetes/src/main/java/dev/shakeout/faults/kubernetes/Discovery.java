package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Json;
import dev.shakeout.model.Nearest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

    /**
     * A resource with a scale.
     *
     * @param word its plural or singular name, or a short one
     * @param version the one that the cluster prefers if empty
     * @throws IOException there is none, or the cluster cannot be asked
     */
    static ResourceType scalable(String word, Optional<String> version, String group, Cluster cluster)
            throws IOException {
        String path = "/apis/" + group;
        var answer = cluster.ask(path);
        if (answer.status() == 404) {
            throw new IOException("the cluster of context '" + cluster.context() + "' has no API group " + group
                    + " (kubectl api-versions lists what it has); is the CustomResourceDefinition installed?");
        }
        String preferred = Resource.text(cluster.object(path, answer), "preferredVersion", "version");
        String of = version.orElse(preferred);
        List<Json> resources = list(cluster.get(path + "/" + of));
        var plurals = resources.stream()
                .map(each -> Resource.text(each, "name"))
                .filter(name -> !name.contains("/"))
                .toList();
        Json found = resources.stream()
                .filter(each -> isCalled(each, word))
                .findFirst()
                .orElseThrow(() -> new IOException("API " + group + "/" + of + " of the cluster of context '"
                        + cluster.context() + "' has no " + word + Nearest.suggestion(word, plurals) + " (there are "
                        + String.join(", ", plurals) + ")"));
        String plural = Resource.text(found, "name");
        if (resources.stream().noneMatch(each -> Resource.text(each, "name").equals(plural + "/" + Scale.SUB))) {
            throw new IOException(plural + "." + group + " has no scale, so nobody can tell how many replicas it has");
        }
        boolean namespaced = Resource.text(found, "namespaced").equals("true");
        return ResourceType.of(Resource.text(found, "kind"), group, of, plural, namespaced);
    }

    private static boolean isCalled(Json resource, String word) {
        return Resource.text(resource, "name").equals(word)
                || Resource.text(resource, "singularName").equals(word)
                || (Resource.at(resource, "shortNames").orElse(Json.Null.NULL) instanceof Json.Arr(var names)
                        && names.contains(Json.of(word)));
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
