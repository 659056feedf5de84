package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Json;
import dev.shakeout.model.Target;
import java.util.List;
import java.util.Optional;

/**
 * The container of a pod that a fault hits.
 *
 * @param id as its runtime gives it, without the runtime's name
 */
record PodContainer(String name, String id) {
    /** By which kubectl chooses too. */
    private static final String DEFAULT = "kubectl.kubernetes.io/default-container";

    /**
     * The one that the target names, or else that the pod's annotation names, or else the first.
     *
     * @throws ApiRung.Unfit there is none of that name, or it does not run
     */
    static PodContainer of(Target target, Resource pod) throws ApiRung.Unfit {
        List<String> names = pod.list("spec", "containers").stream()
                .map(each -> Resource.text(each, "name"))
                .toList();
        String wanted = Optional.ofNullable(target.details().get("container"))
                .or(() -> Optional.ofNullable(pod.annotations().get(DEFAULT)).filter(names::contains))
                .orElseGet(() -> names.isEmpty() ? "" : names.getFirst());
        if (!names.contains(wanted)) {
            throw new ApiRung.Unfit(
                    target + " has no container '" + wanted + "'; there are " + String.join(", ", names));
        }
        Json status = status(pod, wanted);
        String id = Resource.text(status, "containerID");
        if (Resource.at(status, "state", "running").isEmpty() || !id.contains("://")) {
            throw new ApiRung.Unfit("container " + wanted + " of " + target + " does not run");
        }
        return new PodContainer(wanted, id.substring(id.indexOf("://") + 3));
    }

    private static Json status(Resource pod, String name) {
        return pod.list("status", "containerStatuses").stream()
                .filter(each -> Resource.text(each, "name").equals(name))
                .findFirst()
                .orElse(Json.Obj.EMPTY);
    }

    /** As the node tells it now; it may be of another container that was started in place of this one. */
    Json status(Resource pod) {
        return status(pod, name);
    }

    /** Whether this very one runs still. */
    boolean runsIn(Resource pod) {
        Json now = status(pod);
        return Resource.text(now, "containerID").endsWith(id)
                && Resource.at(now, "state", "running").isPresent();
    }
}
