package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.engine.ProbeKind;
import dev.shakeout.engine.ProbeReader;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A real API server, and probes that ask it. */
abstract class WithProbes extends WithCluster {
    static final String PODS = ResourceType.POD.path("default");

    Json.Obj read(ProbeKind probe, Arguments by) throws ProbeFailed, InterruptedException {
        return read(probe, by, machine);
    }

    static Json.Obj read(ProbeKind probe, Arguments by, Machine machine) throws ProbeFailed, InterruptedException {
        try (var reader = probe.open("probe", by, machine)) {
            return (Json.Obj) ((ProbeReader.Once) reader).read();
        }
    }

    static Json.Obj container(String image) {
        return Json.object("name", "main", "image", image);
    }

    void pod(String name, String app, String image, Json.Obj annotations) throws IOException {
        cluster.api()
                .create(
                        PODS,
                        Json.object(
                                "metadata",
                                Json.object(
                                        "name", name, "labels", Json.object("app", app), "annotations", annotations),
                                "spec",
                                Json.object(
                                        "restartPolicy", "Never", "containers", Json.of(List.of(container(image))))));
    }

    static Arguments app(String name) {
        return Arguments.NONE.with(Criteria.LABELS, Map.of("app", name));
    }

    static Arguments name(String name) {
        return Arguments.NONE.with(Criteria.NAME, name);
    }
}
