package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Json;
import java.util.List;
import java.util.stream.Stream;

/**
 * Something that an account must be allowed to do (https://kubernetes.io/docs/reference/access-authn-authz/rbac/).
 *
 * @param sub part of the resource, such as eviction; empty for itself
 */
record Right(String verb, ResourceType type, String sub) {
    Right(String verb, ResourceType type) {
        this(verb, type, "");
    }

    /** What it takes to change objects of a type, and to have it taken back. */
    static List<Right> toChange(ResourceType type) {
        return Stream.concat(Stream.of(new Right("get", type), new Right("patch", type)), toHoldLease().stream())
                .toList();
    }

    /** What it takes to set how many replicas something has, and to have it set back. */
    static List<Right> toScale(ResourceType type) {
        return new Right("get", type)
                .and(new Right("get", type, Scale.SUB).and(new Right("patch", type, Scale.SUB).and(toHoldLease())));
    }

    List<Right> and(List<Right> others) {
        return Stream.concat(Stream.of(this), others.stream()).toList();
    }

    /** What it takes to make objects of a type, and to have them deleted again. */
    static List<Right> toCreate(ResourceType type) {
        return Stream.concat(
                        Stream.of(new Right("get", type), new Right("create", type), new Right("delete", type)),
                        toHoldLease().stream())
                .toList();
    }

    static List<Right> toHoldLease() {
        return Stream.of("create", "patch", "delete")
                .map(verb -> new Right(verb, ResourceType.LEASE))
                .toList();
    }

    /** In the words of RBAC: patch deployments.apps. */
    @Override
    public String toString() {
        return verb + " " + type.plural() + (type.group().isEmpty() ? "" : "." + type.group())
                + (sub.isEmpty() ? "" : "/" + sub);
    }

    /**
     * The question whether this account may do it there.
     *
     * @param name of the only object that is meant; empty for any
     */
    Json.Obj review(String namespace, String name) {
        return Json.object(
                "apiVersion",
                "authorization.k8s.io/v1",
                "kind",
                "SelfSubjectAccessReview",
                "spec",
                Json.object(
                        "resourceAttributes",
                        Json.object(
                                "namespace",
                                type.namespaced() ? namespace : "",
                                "name",
                                name,
                                "verb",
                                verb,
                                "group",
                                type.group(),
                                "resource",
                                type.plural(),
                                "subresource",
                                sub)));
    }
}
