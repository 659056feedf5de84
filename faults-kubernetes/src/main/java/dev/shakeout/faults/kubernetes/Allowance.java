package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Json;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * What a container of ours may do: root with these capabilities and no other.
 *
 * @param capabilities of Linux, without CAP_
 */
record Allowance(List<String> capabilities) {
    static Allowance of(Collection<String> capabilities) {
        return new Allowance(List.copyOf(new TreeSet<>(capabilities)));
    }

    /** As the securityContext of a container. */
    Json.Obj json() {
        return Json.object(
                "runAsUser",
                0,
                "runAsNonRoot",
                false,
                "privileged",
                false,
                "allowPrivilegeEscalation",
                false,
                "capabilities",
                Json.object(
                        "drop",
                        Json.of(List.of(Json.of("ALL"))),
                        "add",
                        Json.of(capabilities.stream().map(Json::of).toList())));
    }

    /** The same on one line, as it would stand in a manifest. */
    String words() {
        return "securityContext: {runAsUser: 0, runAsNonRoot: false, privileged: false, allowPrivilegeEscalation: false,"
                + " capabilities: {drop: [ALL], add: [" + String.join(", ", capabilities) + "]}}";
    }
}
