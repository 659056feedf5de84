package dev.shakeout.server.run;

import dev.shakeout.engine.OtelVariables;
import dev.shakeout.model.Json;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a definition takes from the environment, by {@code type: env} in its configuration and secrets. A run finds these variables of
 * the server, and no others: neither those that are about the server itself.
 *
 * @param set names and values of those that are set here
 * @param missing those that are not, and have no default
 */
record Variables(Map<String, String> set, Set<String> missing) {
    private static final List<String> OWN = List.of("SHAKEOUT_", OtelVariables.PREFIX);

    static Variables of(Json.Obj definition, Map<String, String> environment) {
        var set = new TreeMap<String, String>();
        var missing = new LinkedHashSet<String>();
        for (String part : new String[] {"configuration", "secrets"}) {
            definition.get(part).ifPresent(json -> look(json, environment, set, missing));
        }
        return new Variables(set, missing);
    }

    private static void look(Json json, Map<String, String> environment, Map<String, String> set, Set<String> missing) {
        if (!(json instanceof Json.Obj(var members))) {
            return;
        }
        Optional<String> key = Optional.ofNullable(members.get("key"))
                .filter(_ -> Json.of("env").equals(members.get("type")))
                .filter(Json.Str.class::isInstance)
                .map(Json::text)
                .filter(name -> OWN.stream().noneMatch(name::startsWith));
        key.ifPresent(name -> {
            String value = environment.get(name);
            if (value != null) {
                set.put(name, value);
            } else if (!members.containsKey("default")) {
                missing.add(name);
            }
        });
        members.values().forEach(member -> look(member, environment, set, missing));
    }
}
