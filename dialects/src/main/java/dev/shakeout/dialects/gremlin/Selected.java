package dev.shakeout.dialects.gremlin;

import dev.shakeout.model.Position;
import java.util.List;
import java.util.Map;

/**
 * Which hosts, containers or objects of Kubernetes an attack names.
 *
 * @param kind host, container or pod
 * @param ids by which Gremlin knows them
 * @param tags of hosts, or labels of containers: one of the values of each key
 * @param all whether all are meant, whatever they are called
 */
record Selected(
        Position position,
        String kind,
        List<String> ids,
        Map<String, List<String>> tags,
        List<KubernetesObject> objects,
        List<String> containers,
        boolean all) {
    /**
     * An object whose pods are meant.
     *
     * @param kind as deployment; pod for a pod itself
     */
    record KubernetesObject(
            Position position, String kind, String namespace, String name, Map<String, String> labels) {}

    /** For a message that nothing stands for them. */
    String words() {
        if (!objects.isEmpty()) {
            return objects.stream()
                    .map(object -> object.kind() + " " + object.namespace() + "/" + object.name())
                    .reduce((one, other) -> one + " or " + other)
                    .orElseThrow();
        }
        if (!ids.isEmpty()) {
            return kind + " " + String.join(" or ", ids);
        }
        return tags.isEmpty()
                ? "any " + kind
                : kind + " with "
                        + tags.entrySet().stream()
                                .map(tag -> tag.getKey() + " " + String.join(" or ", tag.getValue()))
                                .reduce((one, other) -> one + " and " + other)
                                .orElseThrow();
    }
}
