package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.model.Journal;
import dev.shakeout.model.Json;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * The status of a workflow after a run (api/v1alpha1/workflow_types.go, pkg/workflow/controllers). The name of its entry node is
 * made by the API server, so there is none here.
 */
final class WorkflowStatus {
    private WorkflowStatus() {}

    static Json.Obj of(Journal journal) {
        boolean accomplished = switch (journal.verdict()) {
            case PASSED, DEVIATED, INCONCLUSIVE -> true;
            case UNSAFE ->
                journal.interruptedBy().isEmpty()
                        && journal.guards().stream()
                                .noneMatch(guard -> guard.tripped().isPresent());
            case NOT_READY, HALTED, ABORTED, FAILED, REFUSED -> false;
        };
        var members = new LinkedHashMap<String, Json>();
        members.put("startTime", Json.of(journal.start().toString()));
        if (accomplished) {
            members.put("endTime", Json.of(journal.end().toString()));
        }
        members.put(
                "conditions",
                Json.of(List.of(
                        condition("Scheduled", !journal.run().isEmpty()), condition("Accomplished", accomplished))));
        return new Json.Obj(members);
    }

    private static Json condition(String type, boolean holds) {
        return Json.object("type", type, "status", holds ? "True" : "False", "reason", "");
    }
}
