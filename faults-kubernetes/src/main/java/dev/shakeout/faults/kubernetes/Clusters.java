package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Machine;
import io.fabric8.kubernetes.client.Config;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Those that one command asks, each made once. */
final class Clusters implements AutoCloseable {
    /** By their contexts; empty is the current one. */
    private final Map<String, Cluster> clusters = new HashMap<>();

    synchronized Cluster cluster(Optional<String> context, Machine machine) {
        Cluster known = clusters.get(context.orElse(""));
        if (known == null) {
            Config config = new Kubeconfig(machine).config(context);
            String name = config.getCurrentContext() == null
                    ? Cluster.IN_POD
                    : config.getCurrentContext().getName();
            known = clusters.get(name);
            if (known == null) {
                known = new Cluster(name, config, machine);
                clusters.put(name, known);
            }
            clusters.put(context.orElse(""), known);
        }
        return known;
    }

    @Override
    public synchronized void close() {
        clusters.values().stream().distinct().forEach(Cluster::close);
    }
}
