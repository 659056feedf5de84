package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Origin;
import dev.shakeout.model.Json;
import java.util.ArrayList;
import java.util.List;

/** From which faults of ours the actions of chaosd are written. */
final class MachineOrigins {
    private MachineOrigins() {}

    /** The faults of ours that are actions of chaosd. */
    static List<Origin> of(Field action) {
        var origins = new ArrayList<Origin>();
        for (String name : OwnJvm.NAMES) {
            origins.add(OwnJvm.origin(name, "jvm-", action, inJvm(MachineActions.PATH + "jvm-" + name + ".")));
        }
        for (MachineActions.Action each : MachineActions.all()) {
            if (each.rules().stream().noneMatch(rule -> rule.origin().isPresent())) {
                continue;
            }
            Origin origin = Origin.of(each.fault()).set(action, Json.of(each.name()));
            if (each.fault().equals("process/kill")) {
                origin.momentary()
                        .put(
                                "signal",
                                new Field(MachineActions.PATH + "process.signal", List.of()),
                                MachineForms.SIGNAL,
                                Json.of(9));
            }
            each.rules()
                    .forEach(rule ->
                            rule.origin().ifPresent(from -> origin.put(from.ours(), rule.field(), from.form())));
            if (each.fault().equals("disk/io-load")) {
                origin.when("operation", each.name().contains("write") ? "write" : "read", "write");
            }
            if (each.fault().startsWith("network/")) {
                Peers.named(origin, MachineActions.PATH + each.name() + ".");
            }
            if (each.fault().equals("network/block")) {
                Peers.dropped(origin);
            }
            origins.add(origin);
        }
        return origins;
    }

    private static OwnJvm.Places inJvm(String path) {
        return new OwnJvm.Places(
                new Field(path + "class", List.of()),
                new Field(path + "method", List.of()),
                new Field(path + "latency", List.of()),
                new Field(path + "value", List.of()),
                new Field(path + "exception", List.of()),
                new Field(path + "cpu-count", List.of()),
                new Field(path + "mem-type", List.of()));
    }
}
