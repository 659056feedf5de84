package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.foreign.GoDuration;
import dev.shakeout.model.Json;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One template of a workflow in the making, that does something.
 *
 * @param name as Kubernetes has it
 * @param type NetworkChaos, or StatusCheck
 * @param start from the beginning
 * @param lasts its deadline; zero for a check, which is over when it has succeeded
 * @param more what stands beside its spec
 */
record Piece(String name, String type, Json.Obj spec, Duration start, Duration lasts, Json.Obj more) {
    /** A chaos is never over in a workflow before its deadline (pkg/workflow/controllers). */
    static final Duration AT_LEAST = Duration.ofSeconds(1);

    Piece with(Json.Obj others) {
        return new Piece(name, type, spec, start, lasts, others);
    }

    Piece at(Duration other, Duration time) {
        return new Piece(name, type, spec, other, time, more);
    }

    Duration end() {
        return start.plus(lasts);
    }

    Json.Obj template() {
        Map<String, Json> template = new LinkedHashMap<>();
        template.put("name", Json.of(name));
        template.put("templateType", Json.of(type));
        if (!lasts.isZero()) {
            template.put("deadline", GoDuration.ours(lasts));
        }
        template.putAll(more.members());
        switch (type) {
            case "Suspend" -> {}
            case "StatusCheck" -> template.put("statusCheck", spec);
            case "Task" -> template.put("task", spec);
            default -> template.put(Kinds.key(type), spec);
        }
        return new Json.Obj(template);
    }
}
