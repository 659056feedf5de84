package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Foreseen;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.engine.Twin;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Json;
import dev.shakeout.model.Selector;
import java.io.IOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/** Twins of how chaostoolkit-kubernetes 0.39 scales and restarts deployments and stateful sets. */
public final class WorkloadActionTwins implements Twin.Table {
    private static final String SCALES = "name replicas ns?";
    private static final DateTimeFormatter NOW = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'+00:00Z'");
    /** As many as {@link WorkloadScale} takes. */
    private static final String NUMBER = "[0-9]{1,4}|10000";

    @Override
    public List<Twin> twins() {
        return List.of(
                scales("deployment.actions.scale_deployment", ResourceType.DEPLOYMENT),
                scales("actions.scale_microservice", ResourceType.DEPLOYMENT),
                scales("statefulset.actions.scale_statefulset", ResourceType.STATEFUL_SET),
                Deed.twin(
                        "deployment.actions.rollout_deployment",
                        "name? ns?",
                        WorkloadActionTwins::restart,
                        call -> foreseen(call, ResourceType.DEPLOYMENT, new WorkloadRestart(), Arguments.NONE)));
    }

    private static Twin scales(String function, ResourceType type) {
        return Deed.twin(function, SCALES, call -> scale(call, type), call -> foresee(call, type))
                .when(arguments ->
                        arguments.get("replicas").map(Json::text).orElse("0").matches(NUMBER));
    }

    private static Json scale(ToolkitCall call, ResourceType type) throws IOException, ProbeFailed {
        long replicas = Long.parseLong(call.text("replicas", "0"));
        String name = call.text("name", "None");
        Deed.patch(
                call,
                type.path(call.namespace(), name),
                Json.object("spec", Json.object("replicas", replicas)),
                "failed to scale '" + name + "' to " + replicas + " replicas: {error}");
        return Json.Null.NULL;
    }

    /** Nothing, where it has as many already. */
    private static List<Foreseen> foresee(ToolkitCall call, ResourceType type) throws IOException {
        int replicas = Integer.parseInt(call.text("replicas", "0"));
        boolean already = named(call, type).stream().allMatch(each -> each.number(-1, "spec", "replicas") == replicas);
        return already
                ? List.of()
                : foreseen(call, type, new WorkloadScale(), Arguments.NONE.with(WorkloadScale.REPLICAS, replicas));
    }

    private static Json restart(ToolkitCall call) throws IOException, ProbeFailed {
        String now = NOW.format(call.call().machine().clock().instant().atZone(ZoneOffset.UTC));
        String name = call.text("name", "None");
        var annotations = Json.object("annotations", Json.object("kubectl.kubernetes.io/restartedAt", now));
        Deed.patch(
                call,
                ResourceType.DEPLOYMENT.path(call.namespace(), name),
                Json.object("spec", Json.object("template", Json.object("metadata", annotations))),
                "failed to rollout the deployment '" + name + "'! Error: {error}");
        return Json.Null.NULL;
    }

    private static List<Resource> named(ToolkitCall call, ResourceType type) throws IOException {
        return call.list(type, Optional.empty(), Optional.of(call.text("name", "None")));
    }

    private static List<Foreseen> foreseen(ToolkitCall call, ResourceType type, ByApi fault, Arguments arguments)
            throws IOException {
        var by = Deed.in(call)
                .with(Criteria.NAME, call.text("name", "None"))
                .with(WorkloadFinder.TYPE, type.kind().toLowerCase(java.util.Locale.ROOT));
        return Deed.foreseen(fault, new Selector(WorkloadFinder.KIND, by, Deed.ALL), arguments, named(call, type));
    }
}
