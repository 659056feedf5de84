package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.settings.Yaml11;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one fault of a run came to, in Litmus's words.
 *
 * @param verdict Pass, Fail, Stopped, Awaited or Error
 * @param weight of it in the resilience score
 * @param targets that were hit
 */
record ChaosResult(
        String engine,
        String fault,
        String verdict,
        int weight,
        List<ProbeStatus> probes,
        List<Journal.Injected> targets,
        String error) {

    /** One for each fault of the file, or one of the whole run where it was no file of Litmus. */
    static List<ChaosResult> all(Journal journal) {
        List<Json.Obj> kept = ProbeStatus.objects(journal.experiment().get("extensions")).stream()
                .filter(extension -> ProbeStatus.text(extension, "name").equals(Extension.NAME))
                .flatMap(extension -> ProbeStatus.objects(extension.get("faults")).stream())
                .toList();
        return (kept.isEmpty() ? List.of(whole(journal)) : kept)
                .stream().map(fault -> of(fault, journal)).toList();
    }

    /** Litmus has no run of its own without an engine: the probes of the hypothesis are at its edges. */
    private static Json.Obj whole(Journal journal) {
        List<Json> probes = new ArrayList<>();
        Set<String> names = new HashSet<>();
        journal.steadyStates().stream()
                .flatMap(state -> state.probes().stream())
                .forEach(run -> {
                    if (names.add(run.name())) {
                        probes.add(Json.object(
                                "name",
                                run.name(),
                                "type",
                                type(run.activity()),
                                "mode",
                                "Edge",
                                "reads",
                                Json.of(Stream.of("before", "during", "after")
                                        .filter(where -> journal.steadyStates().stream()
                                                .anyMatch(state ->
                                                        state.phase().word().equals(where)))
                                        .map(where -> Extension.read(where, run.name()))
                                        .toList())));
                    }
                });
        List<Json> actions = journal.run().stream()
                .filter(run -> ProbeStatus.text(run.activity(), "type").equals("action"))
                .<Json>map(run -> Json.of(run.name()))
                .toList();
        return Json.object(
                "engine",
                slug(journal.title()),
                "fault",
                journal.injections().stream()
                        .map(Journal.Injected::fault)
                        .findFirst()
                        .map(ChaosResult::slug)
                        .orElse("none"),
                "weight",
                Stage.USUAL_WEIGHT,
                "actions",
                Json.of(actions),
                "probes",
                Json.of(probes));
    }

    private static String type(Json.Obj activity) {
        String provider = activity.get("provider")
                .filter(Json.Obj.class::isInstance)
                .map(json -> ProbeStatus.text((Json.Obj) json, "type"))
                .orElse("");
        return switch (provider) {
            case "http", "load" -> "httpProbe";
            case "resource", "pods", "workload" -> "k8sProbe";
            default -> "cmdProbe";
        };
    }

    /** As an object of Kubernetes may be called. */
    private static String slug(String text) {
        String name =
                text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
        return name.isEmpty()
                ? "run"
                : name.substring(0, Math.min(40, name.length())).replaceAll("-+$", "");
    }

    private static ChaosResult of(Json.Obj fault, Journal journal) {
        List<ProbeStatus> probes = ProbeStatus.objects(fault.get("probes")).stream()
                .map(probe -> ProbeStatus.of(probe, journal))
                .toList();
        Set<String> actions = fault.get("actions")
                .filter(Json.Arr.class::isInstance)
                .map(json -> ((Json.Arr) json).items().stream().map(Json::text).collect(Collectors.toSet()))
                .orElse(Set.of());
        boolean begun = journal.run().stream().anyMatch(run -> actions.contains(run.name()));
        return new ChaosResult(
                ProbeStatus.text(fault, "engine"),
                ProbeStatus.text(fault, "fault"),
                verdict(journal, probes, begun),
                fault.get("weight")
                        .filter(Json.Num.class::isInstance)
                        .map(json -> ((Json.Num) json).value().intValue())
                        .orElse(Stage.USUAL_WEIGHT),
                probes,
                journal.injections().stream()
                        .filter(injected -> actions.contains(injected.activity()))
                        .toList(),
                journal.reasons().stream().findFirst().orElse(""));
    }

    private static String verdict(Journal journal, List<ProbeStatus> probes, boolean begun) {
        boolean missed = probes.stream().anyMatch(ProbeStatus::failed);
        return switch (journal.verdict()) {
            case PASSED -> missed ? "Fail" : "Pass";
            case DEVIATED -> missed ? "Fail" : begun ? "Pass" : "Awaited";
            case NOT_READY -> missed ? "Fail" : "Awaited";
            case HALTED, ABORTED -> begun ? "Stopped" : "Awaited";
            case INCONCLUSIVE, FAILED, UNSAFE, REFUSED -> "Error";
        };
    }

    /** By pkg/result/chaosresult.go of litmus-go: a whole number, or Awaited. */
    String probeSuccessPercentage() {
        return switch (verdict) {
            case "Pass" -> "100";
            case "Fail", "Stopped" -> String.valueOf(probes.isEmpty() ? 0 : passed() * 100 / probes.size());
            case "Error" -> "0";
            default -> "Awaited";
        };
    }

    private int passed() {
        return (int) probes.stream().filter(ProbeStatus::passed).count();
    }

    /**
     * The resilience score of ChaosCenter: the mean of the percentages by the weights of the faults, without its fraction; a
     * fault that was not reached counts as zero.
     */
    static int score(List<ChaosResult> results) {
        BigDecimal weights = BigDecimal.ZERO;
        BigDecimal sum = BigDecimal.ZERO;
        for (ChaosResult result : results) {
            String share = result.probeSuccessPercentage();
            weights = weights.add(BigDecimal.valueOf(result.weight()));
            sum = sum.add(BigDecimal.valueOf(result.weight())
                    .multiply(share.equals("Awaited") ? BigDecimal.ZERO : new BigDecimal(share)));
        }
        return weights.signum() == 0 ? 0 : sum.divideToIntegralValue(weights).intValue();
    }

    /** As files: the score as a comment, and an object for each fault. */
    static String file(Journal journal) {
        List<ChaosResult> results = all(journal);
        return "# resilience score: " + score(results) + "%\n"
                + results.stream()
                        .map(result -> Yaml11.writeInOrder(result.json()))
                        .collect(Collectors.joining("---\n"));
    }

    Json.Obj json() {
        var experiment = Json.object(
                "phase",
                switch (verdict) {
                    case "Stopped" -> "Stopped";
                    case "Awaited" -> "Running";
                    case "Error" -> "Error";
                    default -> "Completed";
                },
                "verdict",
                verdict,
                "probeSuccessPercentage",
                probeSuccessPercentage());
        if (verdict.equals("Error")) {
            experiment = experiment.with("errorOutput", Json.object("errorCode", "GENERIC_ERROR", "reason", error));
        }
        return Json.object(
                "apiVersion",
                Litmus.VERSION,
                "kind",
                "ChaosResult",
                "metadata",
                Json.object("name", engine + "-" + fault),
                "spec",
                Json.object("engine", engine, "experiment", fault),
                "status",
                Json.object(
                        "experimentStatus",
                        experiment,
                        "probeStatuses",
                        Json.of(probes.stream().map(ProbeStatus::json).toList()),
                        "history",
                        history()));
    }

    private Json.Obj history() {
        return Json.object(
                "passedRuns",
                verdict.equals("Pass") ? 1 : 0,
                "failedRuns",
                verdict.equals("Fail") || verdict.equals("Error") ? 1 : 0,
                "stoppedRuns",
                verdict.equals("Stopped") ? 1 : 0,
                "targets",
                Json.of(targets.stream().map(ChaosResult::target).toList()));
    }

    private static Json.Obj target(Journal.Injected injected) {
        String[] words = injected.target().split(" ", 2);
        return Json.object(
                "name",
                words[words.length - 1],
                "kind",
                words.length == 2 ? words[0] : "target",
                "chaosStatus",
                injected.takenBack().isPresent()
                        ? "reverted"
                        : injected.injected().isPresent() ? "injected" : "targeted");
    }
}
