package dev.shakeout.operator;

import dev.shakeout.engine.Catalog;
import dev.shakeout.faults.kubernetes.ThroughApi;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an experiment of a cluster may do: hit objects of the cluster, ask the API server, and send requests. Nothing in it
 * may run a program or read a file, as that would happen in the operator's own pod, beside the operator's own credentials.
 */
final class Confined {
    private static final Set<String> REQUESTS = Set.of("http", "load", "tcp");
    private static final String FAULT = "fault";

    private final Set<String> probes;
    private final Set<String> targets;

    Confined(Catalog catalog) {
        var asked = new TreeSet<>(REQUESTS);
        asked.addAll(ThroughApi.probes(catalog));
        probes = asked;
        targets = ThroughApi.targets(catalog);
    }

    /** @throws BadValue it would do something else */
    void check(Json.Obj experiment) {
        experiment.get("links").ifPresent(_ -> {
            throw new BadValue("'links' name folders of a host; an experiment of a cluster has none");
        });
        experiment
                .members()
                .forEach((key, value) -> member(
                        key,
                        value,
                        "",
                        switch (key) {
                            case "configuration" -> 1;
                            case "secrets" -> 2;
                            default -> 0;
                        }));
    }

    /** @param names for how many levels from here the keys are names, and mean nothing; a group may be a Vault itself */
    private void check(Json json, String place, int names) {
        switch (json) {
            case Json.Obj object -> {
                if (names < 2 && text(object, "type").equals("vault")) {
                    throw new BadValue(
                            place + ": a Vault would be asked with the operator's own account; give the secret"
                                    + " by another way");
                }
                object.members().forEach((key, value) -> {
                    if (names > 0) {
                        check(value, place + "." + key, names - 1);
                    } else {
                        member(key, value, place, 0);
                    }
                });
            }
            case Json.Arr(var items) -> {
                for (int i = 0; i < items.size(); i++) {
                    check(items.get(i), place + "[" + i + "]", names);
                }
            }
            case Json.Str _, Json.Num _, Json.Bool _, Json.Null _ -> {}
        }
    }

    /** What is inside of a provider are its arguments, such as labels, which may be called anything. */
    private void member(String key, Json value, String place, int names) {
        String where = place.isEmpty() ? "" : place + ": ";
        if (key.equals("provider")) {
            provider(value, where);
        } else if (key.equals("controls") && value.truthy()) {
            throw new BadValue(where + "controls are Python, which is not run in a cluster");
        } else {
            check(value, place.isEmpty() ? key : place + "." + key, names);
        }
    }

    private void provider(Json provider, String where) {
        String type = text(provider, "type");
        if (type.equals(FAULT)) {
            String kind = provider instanceof Json.Obj object
                    ? text(object.get("target").orElse(Json.Null.NULL), "kind")
                    : "";
            if (!targets.contains(kind)) {
                throw new BadValue(where + "a fault hits objects of the cluster here (target: kind: "
                        + String.join(", ", targets) + "), not '" + kind + "'");
            }
        } else if (!probes.contains(type)) {
            throw new BadValue(where + "a provider of type '" + type + "' is not called in a cluster; there are fault, "
                    + String.join(", ", probes));
        }
    }

    private static String text(Json json, String key) {
        return json instanceof Json.Obj object ? object.get(key).map(Json::text).orElse("") : "";
    }
}
