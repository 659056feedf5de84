package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.engine.Twin;
import dev.shakeout.model.Json;
import dev.shakeout.model.PythonText;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Twins of what chaostoolkit-kubernetes 0.39 asks of pods. Their logs are asked of the user's Python. */
public final class PodTwins implements Twin.Table {
    private static final String NAMED = "name in ({name})";
    private static final Set<String> WELL = Set.of("Running", "Succeeded");

    @Override
    public List<Twin> twins() {
        return List.of(
                ToolkitCall.twin(
                        "pod.probes.pods_in_phase",
                        "label_selector phase? ns? raise_on_invalid_phase?",
                        PodTwins::inPhase),
                ToolkitCall.twin(
                        "pod.probes.pods_not_in_phase",
                        "label_selector phase? ns? raise_on_in_phase?",
                        PodTwins::notInPhase),
                ToolkitCall.twin(
                        "pod.probes.pods_in_conditions",
                        "label_selector conditions ns? raise_on_invalid_conditions?",
                        PodTwins::inConditions),
                ToolkitCall.twin(
                        "pod.probes.count_pods",
                        "label_selector phase? ns?",
                        call -> Json.of(count(call, call.find("phase")))),
                ToolkitCall.twin(
                        "pod.probes.count_min_pods", "label_selector phase? min_count? ns?", PodTwins::atLeast),
                ToolkitCall.twin(
                        "pod.probes.pod_is_not_available",
                        "name ns? label_selector? raise_on_is_available?",
                        PodTwins::notAvailable),
                ToolkitCall.twin(
                        "probes.microservice_is_not_available", "name ns? label_selector?", PodTwins::notAvailable),
                ToolkitCall.twin("pod.probes.all_pods_healthy", "ns? raise_on_any_unhealthy?", PodTwins::allHealthy),
                ToolkitCall.twin("probes.all_microservices_healthy", "ns?", PodTwins::allHealthy));
    }

    private static List<Resource> pods(ToolkitCall call) throws IOException {
        return call.list(ResourceType.POD, call.find("label_selector"), Optional.empty());
    }

    private static String phase(Resource pod) {
        return pod.text("status", "phase");
    }

    private static String selector(ToolkitCall call) {
        return call.text("label_selector", "None");
    }

    private static Json inPhase(ToolkitCall call) throws IOException, ProbeFailed {
        String raising = "raise_on_invalid_phase";
        String phase = call.text("phase", "Running");
        List<Resource> pods = pods(call);
        if (pods.isEmpty()) {
            return call.no(raising, "no pods '" + selector(call) + "' were found");
        }
        for (Resource pod : pods) {
            if (!phase(pod).equals(phase)) {
                return call.no(
                        raising,
                        "pod '" + selector(call) + "' is in phase '" + phase(pod) + "' but should be '" + phase + "'");
            }
        }
        return Json.of(true);
    }

    private static Json notInPhase(ToolkitCall call) throws IOException, ProbeFailed {
        String raising = "raise_on_in_phase";
        String phase = call.text("phase", "Running");
        List<Resource> pods = pods(call);
        if (pods.isEmpty()) {
            return call.no(raising, "no pods '" + selector(call) + "' were found");
        }
        return pods.stream().anyMatch(pod -> phase(pod).equals(phase))
                ? call.no(raising, "pod '" + selector(call) + "' should not be in phase '" + phase + "'")
                : Json.of(true);
    }

    private static Json inConditions(ToolkitCall call) throws IOException, ProbeFailed {
        String raising = "raise_on_invalid_conditions";
        List<Json> wanted = call.call().find("conditions").orElse(Json.Null.NULL) instanceof Json.Arr(var items)
                ? items
                : List.of();
        List<Resource> pods = pods(call);
        if (pods.isEmpty()) {
            return call.no(raising, "no pods '" + selector(call) + "' were found");
        }
        for (Resource pod : pods) {
            List<Json> conditions = pod.list("status", "conditions").stream()
                    .<Json>map(each ->
                            Json.object("type", Resource.text(each, "type"), "status", Resource.text(each, "status")))
                    .toList();
            for (Json condition : wanted) {
                if (!conditions.contains(condition)) {
                    return call.no(
                            raising,
                            "pod " + pod.name() + " does not match the following given condition: "
                                    + PythonText.of(condition));
                }
            }
        }
        return Json.of(true);
    }

    private static long count(ToolkitCall call, Optional<String> phase) throws IOException {
        return pods(call).stream()
                .filter(pod -> phase.stream().allMatch(phase(pod)::equals))
                .count();
    }

    private static Json atLeast(ToolkitCall call) throws IOException {
        boolean given = call.call().arguments().get("phase").isPresent();
        long count = count(call, given ? call.find("phase") : Optional.of("Running"));
        return Json.of(count >= Long.parseLong(call.text("min_count", "2")));
    }

    private static Json notAvailable(ToolkitCall call) throws IOException, ProbeFailed {
        List<Resource> pods = call.list(ResourceType.POD, call.selector(Optional.of(NAMED)), Optional.empty());
        return pods.stream().anyMatch(pod -> phase(pod).equals("Running"))
                ? call.no("raise_on_is_available", "pod '" + call.text("name", "None") + "' is actually running")
                : Json.of(true);
    }

    private static Json allHealthy(ToolkitCall call) throws IOException, ProbeFailed {
        List<Resource> pods = call.list(ResourceType.POD, Optional.empty(), Optional.empty());
        return pods.stream().allMatch(pod -> WELL.contains(phase(pod)))
                ? Json.of(true)
                : call.no("raise_on_any_unhealthy", "the system is unhealthy");
    }
}
