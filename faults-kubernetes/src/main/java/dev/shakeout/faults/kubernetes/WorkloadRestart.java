package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Prepared;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Step;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;

/**
 * Replaces all pods of a workload, as kubectl rollout restart does. The annotation that brings it about stays, as it does
 * there: to take it away would restart everything once more.
 */
public final class WorkloadRestart implements ByApi {
    private static final String[] RESTARTED = {
        "spec", "template", "metadata", "annotations", "kubectl.kubernetes.io/restartedAt"
    };

    /** $1 sets the annotation of this very object. */
    private static final String SCRIPT = """
            call PATCH "$path" application/merge-patch+json "$1"
            [ "$status" = 200 ] || refused "restart $path"
            """;

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("workload/restart", "Replaces all pods of a workload, as kubectl rollout restart does.");
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of(WorkloadFinder.KIND);
    }

    @Override
    public String effect() {
        return "whether the workload has begun to replace its pods";
    }

    @Override
    public ApiRung rung() {
        return new ApiRung(
                "nothing is left to take back: to take the annotation away would restart everything once more",
                type -> List.of(new Right("get", type), new Right("patch", type)),
                WorkloadRestart::restart);
    }

    private static Prepared restart(ApiRung.Site site) throws ApiRung.Unfit {
        Resource workload = site.resource();
        new PodTemplate(workload).requireUpdates();
        String now =
                site.machine().clock().instant().truncatedTo(ChronoUnit.MILLIS).toString();
        Json patch = Json.of(now);
        for (String key : List.of(RESTARTED).reversed()) {
            patch = Json.object(key, patch);
        }
        patch = ((Json.Obj) patch).with("metadata", Json.object("uid", workload.uid()));
        var argv = ApiCall.command(site.cluster(), workload.path(), SCRIPT, patch.compact());
        return Prepared.of(
                List.of(Step.irreversible("restart " + site.target(), argv)),
                site.state(
                                "whether " + site.target() + " replaces its pods",
                                each -> each.text(RESTARTED).equals(now) && isUnderWay(each),
                                each -> "was restarted " + since(each))
                        .once());
    }

    /** Its controller has seen the change and made a pod of the new template. */
    private static boolean isUnderWay(Resource workload) {
        String updated = workload.type() == ResourceType.DAEMON_SET ? "updatedNumberScheduled" : "updatedReplicas";
        return workload.number(0, "status", "observedGeneration") >= workload.number(1, "metadata", "generation")
                && workload.number(0, "status", updated) > 0;
    }

    private static String since(Resource workload) {
        String at = workload.text(RESTARTED);
        return at.isEmpty() ? "never" : "at " + at;
    }
}
