package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Activity;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Plan;
import dev.shakeout.model.Provider;
import dev.shakeout.model.Selecting;
import dev.shakeout.model.Selector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Where in clusters a plan acts and looks, so that whoever reads it sees at once which cluster is meant. */
public final class Places {
    private static final String WHOLE = "the whole cluster";

    private final Catalog catalog;
    private final Machine machine;
    private final Map<String, Set<String>> namespaces = new LinkedHashMap<>();
    private final Map<String, String> servers = new LinkedHashMap<>();

    private Places(Catalog catalog, Machine machine) {
        this.catalog = catalog;
        this.machine = machine;
    }

    /** A line for each cluster; none where there is no way to it, as a plan says that elsewhere. */
    public static List<String> of(Plan plan, Catalog catalog, Machine machine) {
        var places = new Places(catalog, machine);
        Experiment experiment = plan.experiment();
        Stream.concat(
                        experiment.hypothesis().stream().flatMap(hypothesis -> hypothesis.probes().stream()),
                        Stream.concat(experiment.method().stream(), experiment.rollbacks().stream()))
                .forEach(places::add);
        plan.injections().stream()
                .map(injection -> injection.target())
                .filter(ResourceFinder::finds)
                .forEach(target -> places.add(
                        target.detail("context"),
                        target.detail("cluster"),
                        target.namespace().orElse("")));
        var lines = new ArrayList<String>();
        places.namespaces.forEach((context, named) -> lines.add(
                "cluster " + places.servers.getOrDefault(context, "") + ", context " + context + ", " + words(named)));
        return lines;
    }

    private static String words(Set<String> named) {
        String all = String.join(", ", named);
        return named.size() == 1 && named.contains(WHOLE)
                ? all
                : (named.size() == 1 ? "namespace " : "namespaces ") + all;
    }

    private void add(Activity activity) {
        switch (activity.provider()) {
            case Provider.FaultCall call -> {
                add(call.selector());
                Selecting.in(call.arguments()).forEach(this::add);
            }
            case Provider.Call call -> {
                if (ThroughApi.probes(catalog).contains(call.kind())) {
                    add(call.arguments(), true);
                }
            }
        }
    }

    private void add(Selector selector) {
        if (catalog.finder(selector.kind()) instanceof ResourceFinder finder) {
            boolean inNamespace = finder.descriptor().parameters().contains(Criteria.NAMESPACE);
            selector.anyOf().forEach(by -> add(by, inNamespace));
        }
    }

    private void add(Arguments by, boolean inNamespace) {
        try {
            Cluster cluster = Criteria.cluster(by, machine);
            String asked = Criteria.namespace(by, cluster);
            add(cluster.context(), cluster.server(), inNamespace ? asked.isEmpty() ? Criteria.EVERYWHERE : asked : "");
        } catch (BadValue _) {
            // told by whoever needs the cluster
        }
    }

    private void add(String context, String server, String namespace) {
        servers.put(context, server);
        namespaces
                .computeIfAbsent(context, _ -> new TreeSet<>())
                .add(Optional.of(namespace).filter(name -> !name.isEmpty()).orElse(WHOLE));
    }
}
