package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Output;
import java.io.IOException;
import java.util.List;

/** Tells how many replicas autoscalers keep, and between which bounds. */
public final class AutoscalerProbe implements ApiProbe.Asking {
    private static final String[] LEAST = {"spec", "minReplicas"};
    private static final String[] MOST = {"spec", "maxReplicas"};
    private static final String[] CURRENT = {"status", "currentReplicas"};
    private static final String[] DESIRED = {"status", "desiredReplicas"};

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                        "autoscaler",
                        "Tells how many replicas horizontal pod autoscalers keep, and between which bounds.",
                        Criteria.namespacedAnd())
                .reads(
                        new Output("autoscalers", Output.Kind.WHOLE, "how many match"),
                        new Output("current", Output.Kind.WHOLE, "how many replicas there are"),
                        new Output("desired", Output.Kind.WHOLE, "how many the autoscaler wants"),
                        new Output("min", Output.Kind.WHOLE, "the least it may want"),
                        new Output("max", Output.Kind.WHOLE, "the most it may want"),
                        new Output("scaled", Output.Kind.FLAG, "whether one of them wants more than its least"),
                        new Output("all", Output.Kind.ANY, "the same of each, with its name and its conditions"));
    }

    @Override
    public List<Right> rights(Arguments by) {
        return ApiProbe.toList(ResourceType.AUTOSCALER);
    }

    @Override
    public Json ask(Arguments by, Cluster cluster, Machine machine) throws IOException {
        List<Resource> found = Criteria.matching(ResourceType.AUTOSCALER, by, cluster, List.of());
        return numbers(Json.object("autoscalers", found.size()), found)
                .with("all", Json.of(found.stream().map(AutoscalerProbe::told).toList()));
    }

    private static Json told(Resource autoscaler) {
        return numbers(Json.object("name", autoscaler.name()), List.of(autoscaler))
                .with("conditions", autoscaler.conditions());
    }

    private static Json.Obj numbers(Json.Obj told, List<Resource> of) {
        return told.with("current", sum(of, 0, CURRENT))
                .with("desired", sum(of, 0, DESIRED))
                .with("min", sum(of, 1, LEAST))
                .with("max", sum(of, 0, MOST))
                .with("scaled", Json.of(of.stream().anyMatch(each -> each.number(0, DESIRED) > each.number(1, LEAST))));
    }

    private static Json sum(List<Resource> of, long otherwise, String... field) {
        return Json.of(
                of.stream().mapToLong(each -> each.number(otherwise, field)).sum());
    }
}
