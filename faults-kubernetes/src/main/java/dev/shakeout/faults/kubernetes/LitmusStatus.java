package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Json;
import java.util.List;
import java.util.stream.Collectors;

/** What an engine of Litmus and its results tell. */
record LitmusStatus(Resource engine, List<Resource> results) {
    /** initialized, completed or stopped; empty when no operator has looked at it yet. */
    String status() {
        return engine.text("status", "engineStatus");
    }

    private List<Json> experiments() {
        return engine.list("status", "experiments");
    }

    /** Of the first experiment: Waiting for Job Creation, Running, Completed. */
    String experiment() {
        return experiments().stream()
                .map(each -> Resource.text(each, "status"))
                .findFirst()
                .orElse("");
    }

    /** Fail if one has failed, Pass if all have passed; else that of the first that is neither. */
    String verdict() {
        List<String> verdicts = experiments().stream()
                .map(each -> Resource.text(each, "verdict"))
                .toList();
        return verdicts.contains("Fail")
                ? "Fail"
                : verdicts.stream()
                        .filter(each -> !each.equals("Pass"))
                        .findFirst()
                        .orElse(verdicts.isEmpty() ? "" : "Pass");
    }

    String words() {
        String injected = results.stream()
                .flatMap(each -> Litmus.targets(each).map(hit -> hit.name() + " (" + hit.status() + ")"))
                .collect(Collectors.joining(", "));
        String failures =
                results.stream().flatMap(each -> Litmus.failure(each).stream()).collect(Collectors.joining("; "));
        String experiments = experiments().stream()
                .map(each -> Resource.text(each, "name") + ": " + Resource.text(each, "status"))
                .collect(Collectors.joining(", "));
        return (status().isEmpty() ? "no operator of Litmus has looked at the engine" : "the engine is " + status())
                + (experiments.isEmpty() ? "" : "; " + experiments)
                + (injected.isEmpty() ? "" : "; chaos on " + injected)
                + (failures.isEmpty() ? "" : "; " + failures);
    }
}
