package dev.shakeout.dialects.gremlin;

import dev.shakeout.dialects.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Gremlin spells the same key in two ways: attackConfiguration in an attack, attack_configuration in a scenario. Here all are
 * spelt as in an attack.
 */
final class Spellings {
    private static final Map<String, String> OTHERS = Map.ofEntries(
            Map.entry("startId", "start_id"),
            Map.entry("commandArgs", "infraCommandArgs"),
            Map.entry("teamId", "orgId"));
    /** What a person's own words are keys of. */
    private static final Set<String> MAPS =
            Set.of("multiSelectTags", "multiSelectLabels", "labels", "annotations", "tags", "headers", "nodes");

    private Spellings() {}

    static Tree one(Tree tree) {
        return switch (tree) {
            case Tree.Obj object -> object(object);
            case Tree.Arr array ->
                new Tree.Arr(
                        array.position(),
                        array.items().stream().map(Spellings::one).toList());
            case Tree.Scalar scalar -> scalar;
        };
    }

    private static Tree.Obj object(Tree.Obj object) {
        var members = new LinkedHashMap<String, Tree.Member>();
        object.members().forEach((key, member) -> {
            String spelt = key(key);
            Tree value = MAPS.contains(spelt) ? values(spelt, member.value()) : one(member.value());
            members.putIfAbsent(spelt, new Tree.Member(member.position(), value));
        });
        return new Tree.Obj(object.position(), members);
    }

    /** The nodes of a graph are objects under names of their own; all else in a map is left as it is. */
    private static Tree values(String key, Tree value) {
        return key.equals("nodes") && value instanceof Tree.Obj object ? object.with(Spellings::one) : value;
    }

    private static String key(String key) {
        if (key.equals("start_id")) {
            return key;
        }
        var words = new ArrayList<String>();
        for (String word : key.split("_", -1)) {
            words.add(
                    words.isEmpty() || word.isEmpty()
                            ? word
                            : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        String spelt = String.join("", words);
        return OTHERS.getOrDefault(spelt, spelt);
    }
}
