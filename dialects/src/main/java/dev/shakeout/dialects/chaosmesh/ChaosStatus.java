package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.model.Journal;
import dev.shakeout.model.Journal.Injected;
import dev.shakeout.model.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The status of one chaos after a run (api/v1alpha1/status.go, controllers/condition/controller.go). Its reasons are empty, as
 * they are there; why something failed is in the events of its records.
 *
 * @param actions the activities that are this chaos
 */
record ChaosStatus(Journal journal, List<String> actions) {

    Json.Obj json() {
        List<ContainerRecord> records = records();
        boolean any = !records.isEmpty();
        return Json.object(
                "conditions",
                Json.of(List.of(
                        condition("Selected", any),
                        // of no records Chaos Mesh says that all are injected, which would be an untruth about a run
                        condition("AllInjected", any && records.stream().allMatch(ContainerRecord::on)),
                        condition("AllRecovered", records.stream().noneMatch(ContainerRecord::on)),
                        condition("Paused", false))),
                "experiment",
                any
                        ? Json.object(
                                "desiredPhase",
                                "Stop",
                                "containerRecords",
                                Json.of(records.stream()
                                        .map(ContainerRecord::json)
                                        .toList()))
                        : Json.object("desiredPhase", "Stop"));
    }

    private static Json.Obj condition(String type, boolean holds) {
        return Json.object("type", type, "status", holds ? "True" : "False");
    }

    /** One for each target, in the order in which they were hit. */
    List<ContainerRecord> records() {
        Map<String, List<Injected>> byTarget = journal.injections().stream()
                .filter(injected -> actions.contains(injected.activity()))
                .collect(Collectors.groupingBy(Injected::target, LinkedHashMap::new, Collectors.toList()));
        return byTarget.entrySet().stream()
                .map(target -> ContainerRecord.of(target.getKey(), target.getValue(), journal))
                .toList();
    }
}
