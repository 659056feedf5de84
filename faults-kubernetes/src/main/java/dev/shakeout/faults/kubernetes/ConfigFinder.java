package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import java.util.List;

/** Finds what workloads are configured by: config maps and secrets. */
public final class ConfigFinder implements ResourceFinder {
    static final String KIND = "config";

    static final Parameter<String> TYPE = Parameter.withDefault(
            "resource", Type.choice("configmap", "secret"), "configmap", "Config maps, or secrets.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                KIND, "Finds config maps or secrets of a Kubernetes cluster.", Criteria.namespacedAnd(TYPE));
    }

    @Override
    public List<ResourceType> types(Arguments by) {
        return List.of(by.get(TYPE).equals("secret") ? ResourceType.SECRET : ResourceType.CONFIG_MAP);
    }
}
