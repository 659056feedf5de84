package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Form;
import dev.shakeout.dialects.foreign.Origin;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The first process of a container is ended, again and again. */
final class ContainerKill implements HubFault {
    private static final Field SIGNAL = Field.kept("SIGNAL", "signal, without its SIG");
    static final Field INTERVAL = Field.kept(
            "CHAOS_INTERVAL", "the time from one kill to the next, as many as begin within TOTAL_CHAOS_DURATION");
    private static final Field TOTAL = Field.kept(Pods.DURATION.path(), "how many kills there are, by CHAOS_INTERVAL");

    @Override
    public String name() {
        return "container-kill";
    }

    @Override
    public String introduction() {
        return "`process/kill` of the container's first process, once for each interval that begins within the duration.";
    }

    @Override
    public List<Field> tunables() {
        var fields = new ArrayList<>(Pods.tunables());
        fields.set(0, TOTAL);
        fields.addAll(List.of(INTERVAL, SIGNAL));
        return fields;
    }

    @Override
    public Map<String, String> defaults() {
        return Map.of(
                "TOTAL_CHAOS_DURATION", "20", "CHAOS_INTERVAL", "10", "SIGNAL", "SIGKILL", "SEQUENCE", "parallel");
    }

    @Override
    public List<Origin> origins() {
        return List.of(
                Origin.of("process/kill")
                        .momentary()
                        .put("signal", SIGNAL, NAMED, Json.of("SIGKILL"))
                        .only("tree", Json.of(false), "the first process of the container is ended, and no other"),
                Origin.of("pod/kill-container")
                        .momentary()
                        .put("signal", SIGNAL, NAMED, Json.of("SIGKILL"))
                        .put("container", Pods.CONTAINER, Form.TEXT));
    }

    private static final Form NAMED =
            Form.always(signal -> Json.of("SIG" + signal.text().replaceFirst("^SIG", "")));

    @Override
    public List<Hit> read(Tunables tunables, Application application) {
        var pods = Pods.read(tunables, application, TOTAL);
        String container = pods.container();
        String signal = tunables.take(SIGNAL, Type.text()).orElse("KILL").replaceFirst("^SIG", "");
        return Repeated.of(
                        tunables,
                        INTERVAL,
                        pods,
                        target -> Hit.Call.of(
                                Pods.kind(target).equals("container") ? "container/kill" : "process/kill",
                                Draft.at(tunables.positionOf(SIGNAL)).put("signal", Json.of(signal))))
                .stream()
                .map(hit -> hit.in(container))
                .toList();
    }
}
