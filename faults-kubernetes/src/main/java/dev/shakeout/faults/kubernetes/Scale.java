package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Json;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * How many replicas something has, whatever it is and wherever it keeps the number: its subresource scale
 * (https://kubernetes.io/docs/reference/kubernetes-api/autoscaling-resources/scale-v1/).
 *
 * @param path of the subresource
 */
record Scale(String path, Json.Obj body) {
    /** As in RBAC and in paths. */
    static final String SUB = "scale";

    /** Empty for what has none, or is not there. */
    static Optional<Scale> of(Resource object, Cluster cluster) throws IOException {
        return at(object.path(), cluster);
    }

    private static Optional<Scale> at(String object, Cluster cluster) throws IOException {
        String path = object + "/" + SUB;
        var answer = cluster.ask(path);
        return answer.status() == 404 ? Optional.empty() : Optional.of(new Scale(path, cluster.object(path, answer)));
    }

    /**
     * By what the pods of a workload are selected.
     *
     * @param words as PLURAL.GROUP/NAME
     * @throws IOException it is not there, or does not say so
     */
    static String selectorOf(String words, String namespace, Cluster cluster) throws IOException {
        int slash = words.indexOf('/');
        String name = words.substring(slash + 1);
        ResourceType type = new WorkloadType(words.substring(0, slash)).in(cluster);
        if (namespace.isEmpty() && type.namespaced()) {
            throw new IOException("'" + words + "' is in one namespace; say in which");
        }
        Scale scale = at(type.path(namespace, name), cluster)
                .orElseThrow(() -> new IOException("there is no " + type.word() + " " + name
                        + (namespace.isEmpty() ? "" : " in namespace " + namespace) + ", or it has no scale"));
        String selector = Resource.text(scale.body(), "status", "selector");
        if (selector.isEmpty()) {
            throw new IOException("the scale of " + type.word() + " " + name
                    + " does not say by which labels its pods are known (labelSelectorPath of its definition)");
        }
        return selector;
    }

    /** Whether an owner is written so. */
    static boolean isMeant(String owner) {
        int slash = owner.indexOf('/');
        return slash > 0 && owner.substring(0, slash).contains(".");
    }

    /** Whose scale is read. */
    static ResourceType unread(String owner) {
        return new WorkloadType(owner.substring(0, owner.indexOf('/'))).unread();
    }

    /** None is left out in the answer, as any zero. */
    long wanted() {
        return number("spec");
    }

    /** How many there are. */
    long replicas() {
        return number("status");
    }

    private long number(String part) {
        String text = Resource.text(body, part, "replicas");
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    /** Sets how many are wanted. */
    SetBack set(long replicas) {
        var field = new Field.Value("/spec/replicas", shown(wanted()), shown(replicas));
        return new SetBack(path, Resource.text(body, "metadata", "uid"), List.of(field), Optional.empty());
    }

    private static Optional<Json> shown(long replicas) {
        return replicas == 0 ? Optional.empty() : Optional.of(Json.of(replicas));
    }
}
