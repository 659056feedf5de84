package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Fault;
import dev.shakeout.model.Activity;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Provider;
import dev.shakeout.model.Selecting;
import dev.shakeout.model.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The least that a service account needs for one experiment: roles and bindings of RBAC, as manifests for kubectl. Nothing is
 * granted that the experiment does not do, and only to objects by name where it names them.
 *
 * @param account name of the service account
 * @param namespace where the account is, and where things are that name no namespace
 */
public record LeastRights(String account, String namespace) {
    /** For a rule of the whole cluster. */
    private static final String CLUSTER = "";

    /**
     * What may be done with one kind of resource.
     *
     * @param name of the only object; empty for all
     */
    private record Resources(String group, String resource, String name) implements Comparable<Resources> {
        static Resources of(Right right, Optional<String> name) {
            boolean named = name.isPresent()
                    && right.type() != ResourceType.LEASE
                    && !(right.verb().equals("create") && right.sub().isEmpty());
            return new Resources(
                    right.type().group(),
                    right.type().plural() + (right.sub().isEmpty() ? "" : "/" + right.sub()),
                    named ? name.orElseThrow() : "");
        }

        @Override
        public int compareTo(Resources other) {
            return (group + " " + resource + " " + name)
                    .compareTo(other.group + " " + other.resource + " " + other.name);
        }
    }

    /** One of the criteria of a selector: whoever looks in several namespaces needs rights in each. */
    private record Search(ResourceFinder finder, Arguments by, boolean includesNew) {
        static List<Search> all(Selector selector, ResourceFinder finder) {
            return selector.anyOf().stream()
                    .map(by -> new Search(finder, by, selector.includesNew()))
                    .toList();
        }

        List<ResourceType> types() {
            return finder.types(by);
        }
    }

    /** The manifests; empty when the experiment does nothing in a cluster. */
    public Optional<String> of(Experiment experiment, Catalog catalog) {
        return of(List.of(experiment), catalog);
    }

    /** The same for all of them together. */
    public Optional<String> of(List<Experiment> experiments, Catalog catalog) {
        var rules = new TreeMap<String, Map<Resources, TreeSet<String>>>();
        experiments.stream()
                .flatMap(LeastRights::activities)
                .map(Activity::provider)
                .forEach(provider -> {
                    switch (provider) {
                        case Provider.FaultCall call -> add(call, catalog, rules);
                        case Provider.Call call -> add(call, catalog, rules);
                    }
                });
        return rules.isEmpty() ? Optional.empty() : Optional.of(manifests(rules));
    }

    private static Stream<Activity> activities(Experiment experiment) {
        Stream<Activity> probes = experiment.hypothesis().stream().flatMap(hypothesis -> hypothesis.probes().stream());
        Stream<Activity> guards =
                experiment.safety().haltWhen().stream().flatMap(guard -> guard.condition().probes().stream());
        return Stream.of(probes, guards, experiment.method().stream(), experiment.rollbacks().stream())
                .flatMap(activities -> activities);
    }

    /** What it needs to be asked; a custom resource that only the cluster knows is left to whoever applies this. */
    private void add(Provider.Call call, Catalog catalog, Map<String, Map<Resources, TreeSet<String>>> rules) {
        if (catalog.probes().get(call.kind()) instanceof ApiProbe probe) {
            for (Right right : probe.rights(call.arguments())) {
                rules.computeIfAbsent(place(right, right.type(), call.arguments()), _ -> new TreeMap<>())
                        .computeIfAbsent(Resources.of(right, Optional.empty()), _ -> new TreeSet<>())
                        .add(right.verb());
            }
        }
    }

    private void add(Provider.FaultCall call, Catalog catalog, Map<String, Map<Resources, TreeSet<String>>> rules) {
        Selecting.in(call.arguments()).forEach(selector -> {
            if (catalog.finder(selector.kind()) instanceof ResourceFinder finder) {
                Search.all(selector, finder)
                        .forEach(search -> search.types().forEach(type -> add(search, type, List.of(), rules)));
            }
        });
        Fault fault = catalog.fault(call.fault());
        if (!(catalog.finder(call.selector().kind()) instanceof ResourceFinder resources)) {
            return;
        }
        for (Search search : Search.all(call.selector(), resources)) {
            if (!fault.targetKinds().contains(call.selector().kind())) {
                addInside(search, fault, rules);
            } else if (fault instanceof Entitled entitled) {
                for (ResourceType type : search.types()) {
                    add(search, type, entitled.toHit(type, call.arguments()), rules);
                }
            }
        }
    }

    /** What an agent needs in the pod, or on its node where nothing else does. */
    private void addInside(Search search, Fault fault, Map<String, Map<Resources, TreeSet<String>>> rules) {
        add(search, ResourceType.POD, Placing.rights(fault), rules);
        for (Right right : Placing.rightsOnNode(fault)) {
            rules.computeIfAbsent(Placing.AGENTS, _ -> new TreeMap<>())
                    .computeIfAbsent(Resources.of(right, Optional.empty()), _ -> new TreeSet<>())
                    .add(right.verb());
        }
    }

    private void add(
            Search search, ResourceType type, List<Right> toHit, Map<String, Map<Resources, TreeSet<String>>> rules) {
        var rights = new ArrayList<>(search.finder().toFind(search.by()));
        if (search.includesNew()) {
            rights.add(new Right("watch", type));
        }
        rights.addAll(toHit);
        for (Right right : rights) {
            boolean others = Set.of("list", "watch").contains(right.verb())
                    && search.finder().looksAtOthers();
            Optional<String> name =
                    right.type() == type && !others ? search.by().find(Criteria.NAME) : Optional.empty();
            rules.computeIfAbsent(place(right, type, search.by()), _ -> new TreeMap<>())
                    .computeIfAbsent(Resources.of(right, name), _ -> new TreeSet<>())
                    .add(right.verb());
        }
    }

    /** As {@link ApiRung} asks: pods of a node may be in any namespace, and what is made in a namespace is in it. */
    private String place(Right right, ResourceType target, Arguments by) {
        if (!right.type().namespaced()) {
            return CLUSTER;
        }
        if (target.namespaced()) {
            String asked = by.find(Criteria.NAMESPACE).orElse(namespace);
            return asked.equals(Criteria.EVERYWHERE) ? CLUSTER : asked;
        }
        if (right.type() == ResourceType.LEASE) {
            return namespace;
        }
        return target == ResourceType.NAMESPACE ? by.find(Criteria.NAME).orElse(CLUSTER) : CLUSTER;
    }

    private String manifests(Map<String, Map<Resources, TreeSet<String>>> rules) {
        var all = new ArrayList<String>();
        all.add("""
                apiVersion: v1
                kind: ServiceAccount
                metadata:
                  name: %s
                  namespace: %s
                """.formatted(account, namespace));
        rules.forEach((place, granted) -> {
            all.add(role(place, granted));
            all.add(binding(place));
        });
        return String.join("---\n", all);
    }

    private String role(String place, Map<Resources, TreeSet<String>> granted) {
        var text = new StringBuilder(head(place, "Role")).append("rules:\n");
        granted.forEach((what, verbs) -> {
            text.append("  - apiGroups: [\"").append(what.group()).append("\"]\n");
            text.append("    resources: [\"").append(what.resource()).append("\"]\n");
            if (!what.name().isEmpty()) {
                text.append("    resourceNames: [\"").append(what.name()).append("\"]\n");
            }
            text.append("    verbs: [").append(String.join(", ", verbs)).append("]\n");
        });
        return text.toString();
    }

    private String binding(String place) {
        return head(place, "RoleBinding")
                + """
                roleRef:
                  apiGroup: rbac.authorization.k8s.io
                  kind: %s
                  name: %s
                subjects:
                  - kind: ServiceAccount
                    name: %s
                    namespace: %s
                """.formatted(place.equals(CLUSTER) ? "ClusterRole" : "Role", account, account, namespace);
    }

    private String head(String place, String kind) {
        return """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: %s
                metadata:
                  name: %s
                """.formatted(place.equals(CLUSTER) ? "Cluster" + kind : kind, account)
                + (place.equals(CLUSTER) ? "" : "  namespace: " + place + "\n");
    }
}
