package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Form;
import dev.shakeout.dialects.foreign.Origin;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A workload is scaled up, to see whether the cluster grows with it. */
final class PodAutoscaler implements HubFault {
    private static final Field REPLICAS = Field.kept("REPLICA_COUNT", "replicas");

    @Override
    public String name() {
        return "pod-autoscaler";
    }

    @Override
    public String introduction() {
        return "`workload/scale` of the workloads with the labels of appinfo. Whether all new pods become ready is for a probe of"
                + " the type workload to say; Litmus fails where they do not.";
    }

    @Override
    public List<Field> tunables() {
        return List.of(REPLICAS, Pods.DURATION);
    }

    @Override
    public Map<String, String> defaults() {
        return Map.of("TOTAL_CHAOS_DURATION", "60", "REPLICA_COUNT", "5");
    }

    @Override
    public List<Origin> origins() {
        return List.of(Origin.of("workload/scale").put("replicas", REPLICAS, Form.TEXT, Json.of("0")));
    }

    @Override
    public List<Hit> read(Tunables tunables, Application application) {
        Duration lasts = tunables.require(Pods.DURATION, LitmusTime.SECONDS).orElse(Duration.ofMinutes(1));
        Draft arguments = Draft.at(tunables.positionOf(REPLICAS));
        tunables.require(REPLICAS, Type.integer(0, 10_000))
                .ifPresent(count -> arguments.put("replicas", Json.of((long) count)));
        return Workloads.of(application, tunables).stream()
                .map(target ->
                        new Hit(Hit.Call.of("workload/scale", arguments), target, Duration.ZERO, Optional.of(lasts)))
                .toList();
    }
}
