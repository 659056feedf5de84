package dev.shakeout.model;

import java.util.Map;
import java.util.Optional;

/**
 * What a fault hits.
 *
 * @param id unique among targets of its kind on this host, also after numbers are reused: a process is pid and start
 *     time
 * @param details what the finder knows that a fault of that kind needs, such as pid and start
 */
public record Target(String kind, String id, String name, Map<String, String> details) {
    public Target {
        details = Map.copyOf(details);
    }

    /** Names it among the targets of all kinds on this host. */
    public String key() {
        return kind + " " + id;
    }

    /** Whether it is a process of this host, whatever its kind: a container is one too, by its first process. */
    public boolean isProcess() {
        return details.containsKey("pid") && details.containsKey("start");
    }

    /** Whether it stands for whoever listens in the network of that process: a pod of which only the network is seen. */
    public boolean isNetwork() {
        return details.containsKey("network");
    }

    /** The context by which the cluster that it is an object of is reached; empty for what is in no cluster. */
    public Optional<String> context() {
        return Optional.ofNullable(details.get("context"));
    }

    /** Where it is in its cluster, "" for what belongs to the whole cluster; empty for what is in no cluster. */
    public Optional<String> namespace() {
        return Optional.ofNullable(details.get("namespace"));
    }

    public String detail(String key) {
        String value = details.get(key);
        if (value == null) {
            throw new IllegalStateException("target " + this + " has no '" + key + "'");
        }
        return value;
    }

    @Override
    public String toString() {
        String pid = details.get("pid");
        return kind + " " + name + (pid == null ? "" : " (pid " + pid + ")");
    }
}
