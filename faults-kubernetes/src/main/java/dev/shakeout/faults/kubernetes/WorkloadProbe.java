package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Output;
import java.io.IOException;
import java.util.List;
import java.util.function.ToLongFunction;

/** Tells how many replicas workloads have, and whether what was last changed of them is rolled out. */
public final class WorkloadProbe implements ApiProbe.Asking {
    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                        "workload",
                        "Tells how many replicas deployments, stateful sets, daemon sets or jobs have, and whether they"
                                + " are rolled out.",
                        Criteria.namespacedAnd(Workload.TYPE))
                .reads(
                        new Output("workloads", Output.Kind.WHOLE, "how many match"),
                        new Output("desired", Output.Kind.WHOLE, "how many replicas are wanted of them"),
                        new Output("replicas", Output.Kind.WHOLE, "how many there are"),
                        new Output("ready", Output.Kind.WHOLE, "how many are ready"),
                        new Output("available", Output.Kind.WHOLE, "how many are ready for as long as minReadySeconds"),
                        new Output("updated", Output.Kind.WHOLE, "how many are made from the template as it is now"),
                        new Output(
                                "rolled-out",
                                Output.Kind.FLAG,
                                "whether all that match are rolled out, as kubectl rollout status says; false for none"),
                        new Output("all", Output.Kind.ANY, "the same of each, with its name and its conditions"));
    }

    @Override
    public List<Right> rights(Arguments by) {
        return ApiProbe.toList(Workload.type(by));
    }

    @Override
    public Json ask(Arguments by, Cluster cluster, Machine machine) throws IOException {
        List<Workload> found = Criteria.matching(Workload.type(by), by, cluster, List.of()).stream()
                .map(Workload::new)
                .toList();
        return numbers(Json.object("workloads", found.size()), found)
                .with("all", Json.of(found.stream().map(WorkloadProbe::told).toList()));
    }

    private static Json told(Workload workload) {
        return numbers(Json.object("name", workload.resource().name()), List.of(workload))
                .with("conditions", workload.resource().conditions());
    }

    private static Json.Obj numbers(Json.Obj told, List<Workload> of) {
        return told.with("desired", sum(of, Workload::desired))
                .with("replicas", sum(of, Workload::replicas))
                .with("ready", sum(of, Workload::ready))
                .with("available", sum(of, Workload::available))
                .with("updated", sum(of, Workload::updated))
                .with("rolled-out", Json.of(!of.isEmpty() && of.stream().allMatch(Workload::rolledOut)));
    }

    private static Json sum(List<Workload> of, ToLongFunction<Workload> number) {
        return Json.of(of.stream().mapToLong(number).sum());
    }
}
