package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Json;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What objects of Chaos Mesh tell of themselves (ChaosStatus in api/v1alpha1/status.go of its sources). */
record ChaosMeshStatus(List<Resource> objects) {
    private static final String INJECTED = "Injected";
    private static final String NOT_INJECTED = "Not Injected";

    /** All that are to be hit are, and there is one at least. */
    boolean isOn() {
        return objects.stream()
                .anyMatch(each -> is(each, "Selected")
                        && is(each, "AllInjected")
                        && records(each).stream().anyMatch(ChaosMeshStatus::isInjected));
    }

    static boolean is(Resource object, String condition) {
        return object.condition(condition).equals("True");
    }

    /** What each of the chosen went through. */
    List<Json> records() {
        return objects.stream().flatMap(each -> records(each).stream()).toList();
    }

    private static List<Json> records(Resource object) {
        return object.list("status", "experiment", "containerRecords");
    }

    long injected() {
        return records().stream().filter(ChaosMeshStatus::isInjected).count();
    }

    long recovered() {
        return records().stream()
                .filter(each -> phase(each).equals(NOT_INJECTED)
                        && !List.of("", "0").contains(Resource.text(each, "recoveredCount")))
                .count();
    }

    private static boolean isInjected(Json each) {
        return phase(each).equals(INJECTED);
    }

    private static String phase(Json each) {
        return Resource.text(each, "phase");
    }

    /** Of those that may not be as they were: which, and how far their controller has got. */
    List<String> under() {
        return records().stream()
                .filter(each -> !phase(each).equals(NOT_INJECTED))
                .map(each -> Resource.text(each, "id") + " (" + phase(each) + ")")
                .toList();
    }

    /** Why something could not be injected or recovered, the latest of each. */
    List<String> failures() {
        return records().stream()
                .flatMap(each -> Resource.at(each, "events").stream()
                        .flatMap(events -> events instanceof Json.Arr(var items) ? items.stream() : Stream.<Json>of())
                        .reduce((_, last) -> last)
                        .filter(last -> Resource.text(last, "type").equals("Failed"))
                        .stream()
                        .map(last -> Resource.text(each, "id") + ": " + Resource.text(last, "operation") + " failed: "
                                + Resource.text(last, "message")))
                .toList();
    }

    /** One word for all of them. */
    String phase() {
        if (objects.isEmpty()) {
            return "none";
        }
        if (objects.stream().anyMatch(each -> is(each, "Paused"))) {
            return "paused";
        }
        if (isOn()) {
            return "injected";
        }
        if (!records().isEmpty() && objects.stream().allMatch(each -> is(each, "AllRecovered"))) {
            return "recovered";
        }
        return records().isEmpty() ? "nothing-selected" : "selected";
    }

    String words() {
        if (objects.isEmpty()) {
            return "nothing is there";
        }
        if (records().isEmpty()) {
            return "Chaos Mesh has selected nothing";
        }
        String hit = records().stream()
                .filter(ChaosMeshStatus::isInjected)
                .map(each -> Resource.text(each, "id"))
                .limit(10)
                .collect(Collectors.joining(", "));
        var failures = failures();
        return "Chaos Mesh has injected into " + injected() + " of " + records().size()
                + (hit.isEmpty() ? "" : ": " + hit)
                + (failures.isEmpty()
                        ? ""
                        : "; " + String.join("; ", failures.subList(0, Math.min(3, failures.size()))));
    }
}
