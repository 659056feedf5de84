package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Prepared;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Scales a workload to another number of replicas. */
public final class WorkloadScale implements ByApi {
    static final Parameter<Integer> REPLICAS =
            Parameter.withDefault("replicas", Type.integer(0, 10_000), 0, "How many replicas it is to have.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("workload/scale", "Scales a workload to another number of replicas.", REPLICAS);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of(WorkloadFinder.KIND);
    }

    @Override
    public String effect() {
        return "how many replicas the workload has";
    }

    @Override
    public ApiRung rung() {
        return new ApiRung(
                "the workload is scaled back, unless somebody else has scaled it meanwhile",
                Right::toScale,
                WorkloadScale::scale);
    }

    private static Prepared scale(ApiRung.Site site) throws IOException, ApiRung.Unfit {
        long wanted = site.arguments().get(REPLICAS);
        Resource workload = site.resource();
        Cluster cluster = site.cluster();
        Scale scale = Scale.of(workload, cluster)
                .orElseThrow(() -> new ApiRung.Unfit(
                        "a " + workload.type().word() + " has no number of replicas that could be set"));
        for (Resource.Owner owner : workload.owner().stream().toList()) {
            throw new ApiRung.Unfit(site.target() + " belongs to " + owner.kind() + " " + owner.name()
                    + ", which would scale it back at once; scale that");
        }
        if (scale.wanted() == wanted) {
            throw new ApiRung.Unfit(site.target() + " has " + count(wanted) + " already");
        }
        return Prepared.of(
                List.of(Change.step(
                        "scale " + site.target() + " from " + scale.wanted() + " to " + wanted,
                        cluster,
                        scale.set(wanted))),
                site.state(
                        "replicas of " + site.target(),
                        each -> replicas(each, cluster) == wanted,
                        each -> "has " + count(replicas(each, cluster))));
    }

    private static long replicas(Resource workload, Cluster cluster) throws IOException {
        return Scale.of(workload, cluster).map(Scale::replicas).orElse(0L);
    }

    private static String count(long replicas) {
        return replicas + (replicas == 1 ? " replica" : " replicas");
    }
}
