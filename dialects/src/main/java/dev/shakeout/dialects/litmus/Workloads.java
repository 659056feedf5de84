package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.model.Json;
import java.util.LinkedHashMap;
import java.util.List;

/** The workloads of an application, as targets. */
final class Workloads {
    private Workloads() {}

    /** All of them. */
    static List<Tree.Obj> of(Application application, Tunables tunables) {
        if (!application.owners().isEmpty()) {
            return application.owners().stream()
                    .map(owner -> workload(owner.namespace(), owner.kind(), application)
                            .put("name", owner.name())
                            .put("mode", "one")
                            .tree())
                    .toList();
        }
        var pods = application.pods();
        if (pods.isEmpty()
                || !pods.get().expressions().isEmpty()
                || pods.get().labels().isEmpty()) {
            tunables.problems()
                    .at(
                            application.position(),
                            "which workloads are meant is not said; give a label with its value in applabel, or name them in"
                                    + " selectors.workloads");
            return List.of();
        }
        var labels = new LinkedHashMap<String, Json>();
        pods.get().labels().forEach((key, value) -> labels.put(key, Json.of(value)));
        return List.of(workload(application.namespace(), application.kind(), application)
                .put("labels", new Json.Obj(labels))
                .put("mode", "all")
                .tree());
    }

    private static Draft workload(String namespace, String kind, Application application) {
        Draft target = Draft.at(application.position()).put("kind", "workload");
        if (!namespace.isEmpty()) {
            target.put("namespace", namespace);
        }
        return kind.isEmpty() ? target : target.put("resource", kind);
    }
}
