package dev.shakeout.conformance.mutants;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.JsonNode;

/** Keys and values of all experiments, to put into others. */
final class Pool {
    private final Map<String, List<JsonNode>> values = new LinkedHashMap<>();
    private final List<String> keys;

    Pool(List<JsonNode> trees) {
        for (JsonNode tree : trees) {
            for (Spot spot : Spot.in(tree)) {
                values.computeIfAbsent(spot.key(), _ -> new ArrayList<>()).add(spot.value());
            }
        }
        keys = List.copyOf(values.keySet());
    }

    String key(Random random) {
        return keys.get(random.nextInt(keys.size()));
    }

    JsonNode value(Random random) {
        return valueOf(key(random), random);
    }

    /** What stands under a key somewhere; anything for one that stands nowhere. */
    JsonNode valueOf(String key, Random random) {
        List<JsonNode> known = values.getOrDefault(key, List.of());
        return known.isEmpty()
                ? value(random)
                : known.get(random.nextInt(known.size())).deepCopy();
    }
}
