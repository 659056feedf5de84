package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Finds services of a cluster. */
public final class ServiceFinder implements ResourceFinder {
    static final String KIND = "service";

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(KIND, "Finds services of a Kubernetes cluster.", Criteria.namespacedAnd());
    }

    @Override
    public List<ResourceType> types(Arguments by) {
        return List.of(ResourceType.SERVICE);
    }

    /** Its own, which clients call and which the cluster turns into those of pods later; none for a headless one. */
    @Override
    public Optional<Function<Resource, List<String>>> addresses() {
        return Optional.of(service -> Stream.concat(
                        service.list("spec", "clusterIPs").stream().map(Json::text),
                        Stream.of(service.text("spec", "clusterIP")))
                .filter(address -> !address.isEmpty() && !address.equals("None"))
                .distinct()
                .toList());
    }
}
