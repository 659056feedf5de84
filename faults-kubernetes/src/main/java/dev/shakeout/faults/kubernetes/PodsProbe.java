package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Output;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Tells how pods are, also those that have ended or are ending.
 * What their fields say: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/
 */
public final class PodsProbe implements ApiProbe.Asking {
    private static final String OUT_OF_MEMORY = "OOMKilled";

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                        "pods",
                        "Tells how pods of a Kubernetes cluster are, also those that have ended or are ending.",
                        Criteria.namespacedAnd(PodFinder.NODE, PodFinder.OWNER))
                .reads(
                        new Output("pods", Output.Kind.WHOLE, "how many match"),
                        new Output("running", Output.Kind.WHOLE, "how many of them run and are not ending"),
                        new Output("ready", Output.Kind.WHOLE, "how many are ready and not ending"),
                        new Output("pending", Output.Kind.WHOLE, "how many have not started yet"),
                        new Output("succeeded", Output.Kind.WHOLE, "how many have ended well"),
                        new Output("failed", Output.Kind.WHOLE, "how many have ended badly, evicted ones too"),
                        new Output("ending", Output.Kind.WHOLE, "how many were deleted and are not gone yet"),
                        new Output("restarts", Output.Kind.WHOLE, "how often their containers were restarted"),
                        new Output(
                                "oom-killed",
                                Output.Kind.WHOLE,
                                "how many have a container that was last ended for want of memory"),
                        new Output(
                                "waiting",
                                Output.Kind.ANY,
                                "how many containers wait for each reason, such as ImagePullBackOff or"
                                        + " CrashLoopBackOff"),
                        new Output("all", Output.Kind.ANY, "name, phase, ready, restarts and node of each"));
    }

    @Override
    public List<Right> rights(Arguments by) {
        return ApiProbe.toList(ResourceType.POD);
    }

    @Override
    public Json ask(Arguments by, Cluster cluster, Machine machine) throws IOException {
        List<Resource> pods = matching(by, cluster);
        return Json.object(
                "pods",
                pods.size(),
                "running",
                count(pods, pod -> isIn(pod, "Running") && !pod.isEnding()),
                "ready",
                count(pods, pod -> pod.isReady() && !pod.isEnding()),
                "pending",
                count(pods, pod -> isIn(pod, "Pending")),
                "succeeded",
                count(pods, pod -> isIn(pod, "Succeeded")),
                "failed",
                count(pods, pod -> isIn(pod, "Failed")),
                "ending",
                count(pods, Resource::isEnding),
                "restarts",
                pods.stream().mapToLong(PodsProbe::restarts).sum(),
                "oom-killed",
                count(pods, PodsProbe::outOfMemory),
                "waiting",
                waiting(pods),
                "all",
                Json.of(pods.stream().map(PodsProbe::told).toList()));
    }

    /** By its criteria, those too that have ended. */
    static List<Resource> matching(Arguments by, Cluster cluster) throws IOException {
        List<String> fields = by.find(PodFinder.NODE).map(node -> "spec.nodeName=" + node).stream()
                .toList();
        return Criteria.matching(ResourceType.POD, by, cluster, fields).stream()
                .filter(pod -> by.find(PodFinder.OWNER).stream().allMatch(owner -> PodFinder.belongs(pod, owner)))
                .toList();
    }

    private static long count(List<Resource> pods, Predicate<Resource> which) {
        return pods.stream().filter(which).count();
    }

    private static boolean isIn(Resource pod, String phase) {
        return pod.text("status", "phase").equals(phase);
    }

    private static Stream<Json> containers(Resource pod) {
        return Stream.of("initContainerStatuses", "containerStatuses")
                .flatMap(statuses -> pod.list("status", statuses).stream());
    }

    private static long restarts(Resource pod) {
        return containers(pod)
                .map(container -> Resource.text(container, "restartCount"))
                .filter(count -> !count.isEmpty())
                .mapToLong(Long::parseLong)
                .sum();
    }

    private static boolean outOfMemory(Resource pod) {
        return containers(pod)
                .flatMap(container -> Stream.of("state", "lastState")
                        .map(state -> Resource.text(container, state, "terminated", "reason")))
                .anyMatch(OUT_OF_MEMORY::equals);
    }

    private static Json waiting(List<Resource> pods) {
        var reasons = new LinkedHashMap<String, Integer>();
        pods.stream()
                .flatMap(PodsProbe::containers)
                .map(container -> Resource.text(container, "state", "waiting", "reason"))
                .filter(reason -> !reason.isEmpty())
                .forEach(reason -> reasons.merge(reason, 1, Integer::sum));
        var json = new LinkedHashMap<String, Json>();
        reasons.forEach((reason, count) -> json.put(reason, Json.of(count)));
        return new Json.Obj(json);
    }

    private static Json told(Resource pod) {
        return Json.object(
                "name",
                pod.name(),
                "phase",
                pod.text("status", "phase"),
                "ready",
                pod.isReady(),
                "restarts",
                restarts(pod),
                "node",
                pod.text("spec", "nodeName"));
    }
}
