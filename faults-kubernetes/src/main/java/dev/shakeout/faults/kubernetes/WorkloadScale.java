package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Prepared;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import java.util.List;
import java.util.Set;

/** Scales a workload to another number of replicas. */
public final class WorkloadScale implements ByApi {
    static final Parameter<Integer> REPLICAS =
            Parameter.withDefault("replicas", Type.integer(0, 10_000), 0, "How many replicas it is to have.");

    private static final String[] WANTED = {"spec", "replicas"};

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
                Right::toChange,
                WorkloadScale::scale);
    }

    private static Prepared scale(ApiRung.Site site) throws ApiRung.Unfit {
        long wanted = site.arguments().get(REPLICAS);
        Resource workload = site.resource();
        long now = workload.number(-1, WANTED);
        if (now < 0) {
            throw new ApiRung.Unfit("a " + workload.type().word() + " has no number of replicas");
        }
        if (now == wanted) {
            throw new ApiRung.Unfit(site.target() + " has " + count(now) + " already");
        }
        return Prepared.of(
                List.of(site.change(
                        "scale " + site.target() + " from " + now + " to " + wanted,
                        Field.of(workload, Json.of(wanted), WANTED))),
                site.state(
                        "replicas of " + site.target(),
                        each -> each.number(0, "status", "replicas") == wanted,
                        each -> "has " + count(each.number(0, "status", "replicas"))));
    }

    private static String count(long replicas) {
        return replicas + (replicas == 1 ? " replica" : " replicas");
    }
}
