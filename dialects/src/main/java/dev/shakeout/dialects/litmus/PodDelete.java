package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Form;
import dev.shakeout.dialects.foreign.GoDuration;
import dev.shakeout.dialects.foreign.Origin;
import dev.shakeout.dialects.foreign.Spans;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pods are deleted, again and again. */
final class PodDelete implements HubFault {
    private static final Field FORCE = Field.kept(
            "FORCE",
            "grace: 0s for true, what the pod itself says for false; on what stands for a pod SIGKILL or SIGTERM");
    static final Field INTERVAL = Field.kept(
            "CHAOS_INTERVAL", "the time from one deletion to the next, as many as begin within TOTAL_CHAOS_DURATION");
    private static final Field TOTAL =
            Field.kept(Pods.DURATION.path(), "how many deletions there are, by CHAOS_INTERVAL");
    private static final Field KILLS =
            Field.approximated("KILL_COUNT", "nothing: it is of old versions; PODS_AFFECTED_PERC says how many");

    @Override
    public String name() {
        return "pod-delete";
    }

    @Override
    public String introduction() {
        return "`pod/delete`, once for each interval that begins within the duration.";
    }

    @Override
    public List<Field> tunables() {
        var fields = new ArrayList<>(Pods.tunables());
        fields.set(0, TOTAL);
        fields.addAll(List.of(INTERVAL, FORCE, KILLS));
        return fields;
    }

    @Override
    public Map<String, String> defaults() {
        return Map.of("TOTAL_CHAOS_DURATION", "15", "CHAOS_INTERVAL", "5", "FORCE", "true", "SEQUENCE", "parallel");
    }

    @Override
    public List<Origin> origins() {
        return List.of(
                Origin.of("pod/delete").momentary().set(FORCE, Json.of("false")).put("grace", FORCE, AT_ONCE));
    }

    private static final Form AT_ONCE = new Form(
            grace -> Spans.TYPE.parse(grace).isZero() ? Optional.of(Json.of("true")) : Optional.empty(),
            "a pod is ended at once there, or has the time that it says itself; set 0s, or leave it out");

    @Override
    public List<Hit> read(Tunables tunables, Application application) {
        var pods = Pods.read(tunables, application, TOTAL);
        tunables.record(KILLS);
        pods.container();
        boolean force = tunables.take(FORCE, Type.bool()).orElse(true);
        Draft arguments = Draft.at(tunables.positionOf(FORCE));
        if (force) {
            arguments.put("grace", GoDuration.ours(Duration.ZERO));
        }
        return Repeated.of(tunables, INTERVAL, pods, target -> switch (Pods.kind(target)) {
            case "pod" -> Hit.Call.of("pod/delete", arguments);
            case "container" ->
                Hit.Call.of(
                        "container/kill", Draft.at(tunables.positionOf(FORCE)).put("signal", signal(force)));
            default ->
                Hit.Call.of("process/kill", Draft.at(tunables.positionOf(FORCE)).put("signal", signal(force)));
        });
    }

    private static String signal(boolean force) {
        return force ? "KILL" : "TERM";
    }
}
