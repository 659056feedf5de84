package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Arrivals;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/** Tells of objects that appear, by a watch. */
record ResourceArrivals(ResourceFinder finder) implements Arrivals {
    @Override
    public Optional<String> missing(Arguments by, Machine machine) {
        Cluster cluster = Criteria.cluster(by, machine);
        try {
            Arguments asked = finder.understood(by, cluster);
            ResourceType type = finder.type(asked, cluster);
            String namespace = type.namespaced() ? Criteria.namespace(asked, cluster) : "";
            var right = new Right("watch", type);
            return cluster.allows(right, namespace, asked.find(Criteria.NAME).orElse(""))
                    ? Optional.empty()
                    : Optional.of("this account may not " + right
                            + (namespace.isEmpty() ? "" : " in namespace " + namespace)
                            + ", by which objects that appear are seen; shakeout rbac prints the role that this"
                            + " experiment needs");
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Lookout lookout(Arguments by, Machine machine, Consumer<String> told) {
        Cluster cluster = Criteria.cluster(by, machine);
        try {
            Arguments asked = finder.understood(by, cluster);
            Consumer<Resource> seen = each -> {
                if (Criteria.annotated(each.body(), asked) && finder.accepts(each, asked)) {
                    told.accept(each.uid());
                }
            };
            ResourceType type = finder.type(asked, cluster);
            return new Looking(Watch.start(
                    cluster,
                    type,
                    Criteria.namespace(asked, cluster),
                    Criteria.query(asked, finder.fields(asked)),
                    change -> {
                        switch (change) {
                            case Watch.Change.All(var all) -> all.forEach(seen);
                            case Watch.Change.Now(Resource now) -> seen.accept(now);
                            case Watch.Change.Gone _ -> {}
                        }
                    }));
        } catch (IOException e) {
            throw new BadValue(String.valueOf(e.getMessage()));
        }
    }

    private record Looking(Watch watch) implements Lookout {
        @Override
        public Optional<String> trouble() {
            return watch.trouble();
        }

        @Override
        public void close() {
            watch.close();
        }
    }
}
