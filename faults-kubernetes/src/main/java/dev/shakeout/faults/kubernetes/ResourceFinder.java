package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Arrivals;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Omitted;
import dev.shakeout.engine.TargetFinder;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds objects of a cluster. What it finds knows its type, its path, and by which context it is reached. */
interface ResourceFinder extends TargetFinder {
    /** Types of what it may find by these criteria. */
    List<ResourceType> types(Arguments by);

    /** Whether others than those that match are looked at too, to count how many replicas are left. */
    default boolean looksAtOthers() {
        return false;
    }

    /** What it takes to find them, in the namespace that is looked in. */
    default List<Right> toFind(Arguments by) {
        return types(by).stream().map(type -> new Right("list", type)).toList();
    }

    /** As this cluster has it. */
    default ResourceType type(Arguments by, Cluster cluster) throws IOException {
        return types(by).getFirst();
    }

    /** Criteria by which others are said in words that the server understands. */
    default Arguments understood(Arguments by, Cluster cluster) throws IOException {
        return by;
    }

    /** Field selectors of the kind's own. */
    default List<String> fields(Arguments by) {
        return List.of();
    }

    /** What the server cannot be asked for, besides annotations. */
    default boolean accepts(Resource each, Arguments by) {
        return !each.isEnding();
    }

    /** Those that match and may be hit, the oldest first. */
    default List<Resource> resources(Arguments by, Cluster cluster) throws IOException {
        Arguments asked = understood(by, cluster);
        return Criteria.matching(
                type(asked, cluster), asked, cluster, fields(asked), each -> accepts(each, asked), Omitted.NOTHING);
    }

    @Override
    default Optional<Arrivals> arrivals() {
        return Optional.of(new ResourceArrivals(this));
    }

    @Override
    default List<Target> find(Arguments by, Machine machine) {
        Cluster cluster = Criteria.cluster(by, machine);
        try {
            return resources(by, cluster).stream()
                    .map(resource -> target(resource, cluster))
                    .toList();
        } catch (IOException e) {
            throw new BadValue(String.valueOf(e.getMessage()));
        }
    }

    /** Each is read once more before it is planned for, which one after the other takes as many ways there and back. */
    @Override
    default Expectation expect(List<Target> targets, Machine machine) {
        var clusters = targets.stream().collect(Collectors.groupingBy(target -> cluster(target, machine)));
        clusters.forEach((cluster, of) -> cluster.ahead()
                .expect(of.stream().map(target -> target.detail("path")).toList()));
        return () -> clusters.keySet().forEach(cluster -> cluster.ahead().end());
    }

    /** Where others reach one in the network; empty for a kind whose objects have no address. */
    default Optional<Function<Resource, List<String>>> addresses() {
        return Optional.empty();
    }

    /** Those of a namespace are listed once, which takes no other right than to find them. */
    @Override
    default Optional<Map<String, List<String>>> addresses(List<Target> targets, Machine machine) {
        return addresses().map(told -> {
            var byId = new HashMap<String, List<String>>();
            targets.stream()
                    .collect(Collectors.groupingBy(
                            target -> List.of(
                                    target.detail("context"), target.detail("namespace"), target.detail("type")),
                            LinkedHashMap::new,
                            Collectors.toList()))
                    .values()
                    .forEach(ofOnePlace -> byId.putAll(addresses(ofOnePlace, told, machine)));
            return byId;
        });
    }

    private static Map<String, List<String>> addresses(
            List<Target> targets, Function<Resource, List<String>> told, Machine machine) {
        Target first = targets.getFirst();
        Cluster cluster = cluster(first, machine);
        Set<String> ids = targets.stream().map(Target::id).collect(Collectors.toSet());
        Arguments by = Arguments.NONE.with(Criteria.NAMESPACE, first.detail("namespace"));
        if (targets.size() == 1) {
            String name = first.name().substring(first.name().indexOf('/') + 1);
            by = by.with(Criteria.NAME, name);
        }
        try {
            return Criteria.matching(
                            ResourceType.ofId(first.detail("type")),
                            by,
                            cluster,
                            List.of(),
                            each -> ids.contains(each.uid()),
                            Omitted.of("items.metadata.managedFields"))
                    .stream()
                    .collect(Collectors.toMap(Resource::uid, told));
        } catch (IOException e) {
            throw new BadValue(String.valueOf(e.getMessage()));
        }
    }

    default Target target(Resource resource, Cluster cluster) {
        return target(resource.type(), resource.uid(), resource.namespace(), resource.name(), cluster);
    }

    /** @param namespace empty for what belongs to the whole cluster */
    default Target target(ResourceType type, String uid, String namespace, String name, Cluster cluster) {
        return new Target(
                descriptor().name(),
                uid,
                namespace.isEmpty() ? name : namespace + "/" + name,
                Map.of(
                        "type", type.id(),
                        "path", type.path(namespace, name),
                        "context", cluster.context(),
                        "namespace", type == ResourceType.NAMESPACE ? name : namespace,
                        "cluster", cluster.server()));
    }

    /** A person may leave out the namespace. */
    @Override
    default List<String> names(Target target, Machine machine) {
        return List.of(target.name(), target.name().substring(target.name().indexOf('/') + 1));
    }

    /** Whether a target is an object of a cluster. */
    static boolean finds(Target target) {
        return target.details().containsKey("cluster");
    }

    /** Empty for what belongs to the whole cluster. */
    static Optional<String> namespace(Target target) {
        int slash = target.name().indexOf('/');
        return slash < 0 ? Optional.empty() : Optional.of(target.name().substring(0, slash));
    }

    static Cluster cluster(Target target, Machine machine) {
        String context = target.detail("context");
        return Cluster.of(context.equals(Cluster.IN_POD) ? Optional.empty() : Optional.of(context), machine);
    }

    /** The object as it is now; empty when it is gone, also if another one has its name. */
    static Optional<Resource> read(Target target, Machine machine) throws IOException {
        return cluster(target, machine)
                .find(ResourceType.ofId(target.detail("type")), target.detail("path"))
                .filter(resource -> resource.uid().equals(target.id()));
    }
}
