package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Misfit;
import dev.shakeout.model.Output;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads engines and results of LitmusChaos, or stops engines. */
public final class LitmusProbe implements ApiProbe.Asking {
    private static final String READ_ENGINE = "read-engine";
    private static final String READ_RESULT = "read-result";
    private static final String STOP = "stop";
    static final Parameter<String> TASK = Parameter.withDefault(
            "do", Type.choice(READ_ENGINE, READ_RESULT, "list", STOP), READ_ENGINE, "What is asked for.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                        "litmus",
                        "Reads what LitmusChaos tells of its engines and their results, or stops engines.",
                        Criteria.namespacedAnd(TASK))
                .reads(
                        new Output("objects", Output.Kind.WHOLE, "how many engines or results match"),
                        new Output(
                                "phase",
                                Output.Kind.TEXT,
                                "of the latest: initialized, stopped or completed for an engine, Running, Completed,"
                                        + " Stopped or Error for a result"),
                        new Output("verdict", Output.Kind.TEXT, "of the latest: Awaited, Pass, Fail or Stopped"),
                        new Output(
                                "probe-success-percentage",
                                Output.Kind.NUMBER,
                                "how many percent of Litmus's own probes have succeeded, of the latest result"),
                        new Output("injected", Output.Kind.WHOLE, "on how many targets chaos is, of all results"),
                        new Output("recovered", Output.Kind.WHOLE, "on how many of them it is reverted"),
                        new Output(
                                "all", Output.Kind.ANY, "name, phase, verdict and targets of each, the oldest first"));
    }

    @Override
    public boolean acts() {
        return true;
    }

    @Override
    public Optional<Misfit> check(Arguments by, Machine machine) {
        boolean chosen = Stream.of(Criteria.NAME, Criteria.LABELS, Criteria.SELECTOR)
                .anyMatch(each -> by.find(each).isPresent());
        return chosen || !by.get(TASK).equals(STOP)
                ? Optional.empty()
                : Optional.of(new Misfit(
                        TASK.name(), "stop needs a name, labels or a selector: not all engines are stopped"));
    }

    private static ResourceType type(Arguments by) {
        return by.get(TASK).equals(READ_RESULT) ? Litmus.RESULT : Litmus.ENGINE;
    }

    @Override
    public List<Right> rights(Arguments by) {
        var rights = new ArrayList<>(ApiProbe.toList(type(by)));
        if (type(by) == Litmus.ENGINE) {
            rights.addAll(ApiProbe.toList(Litmus.RESULT));
        }
        if (by.get(TASK).equals(STOP)) {
            rights.add(new Right("patch", Litmus.ENGINE));
        }
        return rights;
    }

    @Override
    public Json ask(Arguments by, Cluster cluster, Machine machine) throws IOException {
        check(by, machine).ifPresent(misfit -> {
            throw new BadValue(misfit.words());
        });
        List<Resource> found = Criteria.matching(type(by), by, cluster, List.of());
        if (by.get(TASK).equals(STOP)) {
            found = stopped(found, cluster);
        }
        return type(by) == Litmus.RESULT ? results(found) : engines(found, by, cluster);
    }

    private static List<Resource> stopped(List<Resource> engines, Cluster cluster) throws IOException {
        if (engines.isEmpty()) {
            throw new IOException("no ChaosEngine matches; what is to be stopped?");
        }
        var stopped = new ArrayList<Resource>();
        for (Resource engine : engines) {
            var answer = cluster.send("PATCH", engine.path(), Cluster.MERGE, Litmus.STOP.compact());
            stopped.add(new Resource(engine.type(), cluster.object(engine.path(), answer)));
        }
        return stopped;
    }

    private static Json engines(List<Resource> engines, Arguments by, Cluster cluster) throws IOException {
        var in = by.find(Criteria.NAMESPACE).map(each -> Arguments.NONE.with(Criteria.NAMESPACE, each));
        List<Resource> results = Criteria.matching(Litmus.RESULT, in.orElse(Arguments.NONE), cluster, List.of());
        List<LitmusStatus> all = engines.stream()
                .map(engine -> new LitmusStatus(
                        engine,
                        results.stream()
                                .filter(result -> result.namespace().equals(engine.namespace())
                                        && result.text("spec", "engine").equals(engine.name()))
                                .toList()))
                .toList();
        return told(
                all.isEmpty() ? "" : all.getLast().status(),
                all.isEmpty() ? "" : all.getLast().verdict(),
                all.stream().flatMap(each -> each.results().stream()).toList(),
                all.stream()
                        .map(each -> Json.object(
                                "name",
                                each.engine().name(),
                                "phase",
                                each.status(),
                                "experiment",
                                each.experiment(),
                                "verdict",
                                each.verdict(),
                                "targets",
                                targets(each.results())))
                        .toList());
    }

    private static Json results(List<Resource> results) {
        return told(
                results.isEmpty() ? "" : phase(results.getLast()),
                results.isEmpty() ? "" : verdict(results.getLast()),
                results,
                results.stream()
                        .map(each -> Json.object(
                                "name",
                                each.name(),
                                "phase",
                                phase(each),
                                "verdict",
                                verdict(each),
                                "probe-success-percentage",
                                percentage(each),
                                "failure",
                                Litmus.failure(each).orElse(""),
                                "targets",
                                targets(List.of(each))))
                        .toList());
    }

    private static Json told(String phase, String verdict, List<Resource> results, List<Json.Obj> all) {
        return Json.object(
                "objects",
                all.size(),
                "phase",
                phase,
                "verdict",
                verdict,
                "probe-success-percentage",
                results.isEmpty() ? Json.Null.NULL : percentage(results.getLast()),
                "injected",
                count(results, Litmus.INJECTED),
                "recovered",
                count(results, "reverted"),
                "all",
                Json.of(all));
    }

    private static long count(List<Resource> results, String status) {
        return results.stream()
                .flatMap(Litmus::targets)
                .filter(each -> each.status().equals(status))
                .count();
    }

    private static Json targets(List<Resource> results) {
        return Json.of(results.stream()
                .flatMap(Litmus::targets)
                .map(each -> Json.object("name", each.name(), "status", each.status()))
                .toList());
    }

    private static String phase(Resource result) {
        return result.text("status", "experimentStatus", "phase");
    }

    private static String verdict(Resource result) {
        return result.text("status", "experimentStatus", "verdict");
    }

    /** Awaited until an experiment is over. */
    private static Json percentage(Resource result) {
        String text = result.text("status", "experimentStatus", "probeSuccessPercentage");
        return text.matches("[0-9]{1,3}(\\.[0-9]{1,6})?") ? new Json.Num(new BigDecimal(text)) : Json.Null.NULL;
    }
}
