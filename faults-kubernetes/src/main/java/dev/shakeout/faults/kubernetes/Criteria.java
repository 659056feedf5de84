package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Omitted;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** By what objects of a cluster are found, for faults and for probes. */
final class Criteria {
    static final String EVERYWHERE = "*";

    static final Parameter<String> NAME = Parameter.optional("name", Type.text(), "Its name.");
    static final Parameter<String> NAMESPACE = Parameter.optional(
            "namespace", Type.text(), "Its namespace, or * for all; that of the context if not given.");
    static final Parameter<Map<String, String>> LABELS =
            Parameter.optional("labels", Type.textMap(), "Labels that it has, all of them, with their values.");
    static final Parameter<String> SELECTOR = Parameter.optional(
            "selector", Type.text(), "A label selector as kubectl takes it: app in (web, api), tier!=cache.");
    static final Parameter<Map<String, String>> ANNOTATIONS = Parameter.optional(
            "annotations", Type.textMap(), "Annotations that it has, all of them, with their values.");
    static final Parameter<String> FIELDS = Parameter.optional(
            "fields", Type.text(), "A field selector as kubectl takes it: spec.schedulerName=default-scheduler.");
    static final Parameter<String> CONTEXT =
            Parameter.optional("context", Type.text(), "Context of the kubeconfig; the current one if not given.");

    private static final List<Parameter<?>> OF_ALL = List.of(NAME, LABELS, SELECTOR, ANNOTATIONS, FIELDS, CONTEXT);

    private Criteria() {}

    /** These, and others. */
    static Parameter<?>[] namespacedAnd(Parameter<?>... others) {
        return and(Stream.concat(Stream.of(NAMESPACE), Stream.of(others)).toArray(Parameter<?>[]::new));
    }

    static Parameter<?>[] and(Parameter<?>... others) {
        return Stream.concat(OF_ALL.stream(), Stream.of(others)).toArray(Parameter<?>[]::new);
    }

    static Cluster cluster(Arguments by, Machine machine) {
        return Cluster.of(by.find(CONTEXT), machine);
    }

    /**
     * All of a type that match, the oldest first.
     *
     * @param more field selectors of a kind's own
     * @throws IOException the cluster cannot be asked
     */
    static List<Resource> matching(ResourceType type, Arguments by, Cluster cluster, List<String> more)
            throws IOException {
        return matching(type, by, cluster, more, _ -> true, Omitted.NOTHING);
    }

    /**
     * The same of those that are wanted, of which some parts are not read: of many, the others take no memory.
     *
     * @param omitted by paths such as items.metadata.managedFields
     */
    static List<Resource> matching(
            ResourceType type,
            Arguments by,
            Cluster cluster,
            List<String> more,
            Predicate<Resource> wanted,
            Omitted omitted)
            throws IOException {
        var found = new ArrayList<Aged<Resource>>();
        cluster.list(type.path(namespace(by, cluster)), query(by, more), omitted, body -> {
            var each = new Resource(type, body);
            if (annotated(body, by) && wanted.test(each)) {
                found.add(Aged.of(each, body));
            }
        });
        return Aged.oldestFirst(found);
    }

    /** The same of any collection. */
    static List<Json.Obj> matching(String collection, Arguments by, Cluster cluster, List<String> more)
            throws IOException {
        var found = new ArrayList<Aged<Json.Obj>>();
        cluster.list(collection, query(by, more), each -> {
            if (annotated(each, by)) {
                found.add(Aged.of(each, each));
            }
        });
        return Aged.oldestFirst(found);
    }

    /** An object with when it was made, and its uid, by which those made in the same second are told apart. */
    private record Aged<T>(T object, String created, String uid) {
        static <T> Aged<T> of(T object, Json.Obj body) {
            return new Aged<>(
                    object,
                    Resource.text(body, "metadata", "creationTimestamp"),
                    Resource.text(body, "metadata", "uid"));
        }

        static <T> List<T> oldestFirst(List<Aged<T>> found) {
            found.sort((one, other) -> {
                int age = one.created.compareTo(other.created);
                return age == 0 ? one.uid.compareTo(other.uid) : age;
            });
            return found.stream().map(Aged::object).toList();
        }
    }

    /** That in which is looked; empty for all. */
    static String namespace(Arguments by, Cluster cluster) {
        String asked = by.find(NAMESPACE).orElseGet(cluster::namespace);
        return asked.equals(EVERYWHERE) ? "" : asked;
    }

    /** What a query would ask for, decided here; empty when only the server can. Annotations are not looked at. */
    static Optional<Predicate<Resource>> decided(Arguments by) {
        if (by.find(FIELDS).isPresent()) {
            return Optional.empty();
        }
        var labels = by.find(LABELS).orElse(Map.of()).entrySet();
        var name = by.find(NAME);
        return LabelSelector.read(by.find(SELECTOR).orElse("")).map(selector -> each -> {
            Map<String, String> its = each.labels();
            return name.stream().allMatch(each.name()::equals)
                    && labels.stream().allMatch(label -> label.getValue().equals(its.get(label.getKey())))
                    && selector.matches(its);
        });
    }

    /** What no query can ask for. */
    static boolean annotated(Json.Obj each, Arguments by) {
        return by.find(ANNOTATIONS).orElse(Map.of()).entrySet().stream()
                .allMatch(annotation -> Resource.at(each, "metadata", "annotations", annotation.getKey())
                        .filter(value -> value.text().equals(annotation.getValue()))
                        .isPresent());
    }

    /** What the API server is asked for. */
    static Map<String, String> query(Arguments by, List<String> more) {
        var query = new LinkedHashMap<String, String>();
        String labels = Stream.concat(
                        by.find(LABELS).orElse(Map.of()).entrySet().stream()
                                .map(label -> label.getKey() + "=" + label.getValue()),
                        by.find(SELECTOR).stream())
                .collect(Collectors.joining(","));
        String fields = Stream.of(
                        by.find(NAME).map(name -> "metadata.name=" + name).stream(),
                        by.find(FIELDS).stream(),
                        more.stream())
                .flatMap(each -> each)
                .collect(Collectors.joining(","));
        Optional.of(labels).filter(each -> !each.isEmpty()).ifPresent(each -> query.put("labelSelector", each));
        Optional.of(fields).filter(each -> !each.isEmpty()).ifPresent(each -> query.put("fieldSelector", each));
        return query;
    }
}
