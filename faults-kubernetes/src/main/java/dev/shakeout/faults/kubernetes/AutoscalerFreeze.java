package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Prepared;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import java.util.List;
import java.util.Set;

/** Keeps an autoscaler from scaling: its least and most replicas become what it has now. */
public final class AutoscalerFreeze implements ByApi {
    private static final String[] LEAST = {"spec", "minReplicas"};
    private static final String[] MOST = {"spec", "maxReplicas"};

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "autoscaler/freeze", "Keeps a horizontal pod autoscaler at the number of replicas that there are now.");
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of(AutoscalerFinder.KIND);
    }

    @Override
    public String effect() {
        return "whether the autoscaler may have but one number of replicas";
    }

    @Override
    public ApiRung rung() {
        return new ApiRung(
                "its least and most replicas are set back, each unless somebody else has changed it meanwhile",
                Right::toChange,
                AutoscalerFreeze::freeze);
    }

    private static Prepared freeze(ApiRung.Site site) throws ApiRung.Unfit {
        Resource autoscaler = site.resource();
        long now = autoscaler.number(0, "status", "currentReplicas");
        if (now == 0) {
            throw new ApiRung.Unfit(site.target() + " does not scale now: it knows of no replicas");
        }
        if (isFrozen(autoscaler)) {
            throw new ApiRung.Unfit(site.target() + " may have but one number of replicas already");
        }
        return Prepared.of(
                List.of(site.change(
                        "keep " + site.target() + " at " + now + " replicas",
                        Field.of(autoscaler, Json.of(now), LEAST),
                        Field.of(autoscaler, Json.of(now), MOST))),
                site.state(
                        "whether " + site.target() + " can scale",
                        AutoscalerFreeze::isFrozen,
                        each -> "may have " + each.text(LEAST) + " to " + each.text(MOST) + " replicas"));
    }

    private static boolean isFrozen(Resource autoscaler) {
        return autoscaler.number(1, LEAST) == autoscaler.number(1, MOST);
    }
}
