package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Prepared;
import dev.shakeout.model.Descriptor;
import java.util.List;
import java.util.Set;

/** Evicts a pod, as the draining of a node does. */
public final class PodEvict implements ByApi {
    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "pod/evict",
                "Evicts a pod, within its disruption budget or against it; what it belongs to makes another one.",
                Eviction.BUDGET,
                Eviction.PATIENCE);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of(PodFinder.KIND);
    }

    @Override
    public String effect() {
        return "whether the pod is gone, or on its way out";
    }

    @Override
    public ApiRung rung() {
        return new ApiRung(
                "nothing is left to take back: what the pod belongs to makes another one",
                type -> new Right("get", type).and(Eviction.rights()),
                PodEvict::evict);
    }

    private static Prepared evict(ApiRung.Site site) throws ApiRung.Unfit {
        site.mustBeReplaceable();
        String path = site.resource().path();
        return Prepared.of(
                Eviction.steps(
                        site.target().toString(), site.cluster(), path, List.of(site.resource()), site.arguments()),
                new PodDelete.Gone(site));
    }
}
