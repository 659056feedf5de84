package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Prepared;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes one certain network policy in a namespace. No experiment can ask for it by itself: it is what a call of Chaos
 * Toolkit's Kubernetes extension is planned as. A policy of ours takes it for a partition.
 *
 * @param policy whole, as the API server is given it
 */
record NetworkPolicyMade(String policyName, Json policy) implements ByApi {
    @Override
    public Descriptor descriptor() {
        return Descriptor.of(new WorkloadPartition().descriptor().name(), "Makes a network policy in a namespace.");
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of(NamespaceFinder.KIND);
    }

    @Override
    public String effect() {
        return "whether the network policy is there";
    }

    @Override
    public ApiRung rung() {
        return new ApiRung(
                "the network policy is deleted", _ -> Right.toCreate(ResourceType.NETWORK_POLICY), this::make);
    }

    private Prepared make(ApiRung.Site site) {
        String namespace = site.resource().name();
        String path = ResourceType.NETWORK_POLICY.path(namespace, policyName);
        var spec = Json.object("spec", Resource.at(policy, "spec").orElse(Json.Obj.EMPTY));
        return Prepared.of(
                List.of(site.create(
                        "make the network policy " + policyName + " in " + site.target(),
                        ResourceType.NETWORK_POLICY,
                        namespace,
                        policyName,
                        spec)),
                site.other(
                        "whether " + site.target() + " has the network policy " + policyName,
                        ResourceType.NETWORK_POLICY,
                        path,
                        Optional::isPresent,
                        made -> made.isPresent() ? "has it" : "does not have it"));
    }
}
