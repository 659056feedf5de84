package dev.shakeout.conformance;

import dev.shakeout.model.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Damages documents as a hurried person does: a key too many, too few or misspelt, a value of another kind, out of range,
 * empty, or meant for another place.
 */
final class Mutation {
    /** What placeholders in a damaged document stand for. */
    static final Map<String, Json> KNOWN = Map.of(
            "a_word", Json.of("some"),
            "a_number", Json.of(2),
            "a_span", Json.of("30s"),
            "a_share", Json.of("50%"),
            "a_rate", Json.of("10/s"),
            "a_flag", Json.of(true),
            "an_address", Json.of("http://localhost/"),
            "a_list", Json.of(List.of(Json.of(1), Json.of(2))),
            "an_object", Json.object());

    private static final List<Json> PLACEHOLDERS = KNOWN.keySet().stream()
            .sorted()
            .map(name -> Json.of("${" + name + "}"))
            .toList();

    private static final List<Json> VALUES = List.of(
            Json.Null.NULL,
            Json.of(true),
            Json.of(false),
            Json.of(0),
            Json.of(-1),
            Json.of(1),
            Json.of(2.5),
            Json.of(1_000_000_000_000L),
            Json.of(""),
            Json.of(" "),
            Json.of("some text"),
            Json.of("5"),
            Json.of("-3"),
            Json.of("1.5"),
            Json.of("70000000000"),
            Json.of("400ms"),
            Json.of("1 m 30 s"),
            Json.of("90d"),
            Json.of("50%"),
            Json.of("150%"),
            Json.of("10MiB"),
            Json.of("3/s"),
            Json.of("true"),
            Json.of("all"),
            Json.of("http://localhost/"),
            Json.of("${unheard_of}"),
            Json.of("a ${a_word} b"),
            Json.of("$a_number"),
            Json.of(List.of()),
            Json.of(List.of(Json.of(1), Json.of(2))),
            Json.of(List.of(Json.of("a"), Json.Null.NULL)),
            Json.of(List.of(Json.object())),
            Json.object(),
            Json.object("a", 1),
            Json.object("type", "env", "key", "HOME"),
            Json.object("type", "probe"));

    private final Random random;
    private final List<Json> words;
    private final List<String> keys;

    /** @param schema its words and keys are put where they do not belong */
    Mutation(Random random, Json schema) {
        this.random = random;
        Set<Json> words = new LinkedHashSet<>();
        Set<String> keys = new LinkedHashSet<>(List.of("unknown", "x-mine"));
        gather(schema, words, keys);
        words.addAll(PLACEHOLDERS);
        this.words = List.copyOf(words);
        this.keys = List.copyOf(keys);
    }

    private static void gather(Json json, Set<Json> words, Set<String> keys) {
        switch (json) {
            case Json.Obj(var members) ->
                members.forEach((key, value) -> {
                    if (key.equals("const")) {
                        words.add(value);
                    } else if (key.equals("enum") && value instanceof Json.Arr(var items)) {
                        words.addAll(items);
                    } else if (key.equals("properties") && value instanceof Json.Obj(var properties)) {
                        keys.addAll(properties.keySet());
                    }
                    gather(value, words, keys);
                });
            case Json.Arr(var items) -> items.forEach(item -> gather(item, words, keys));
            default -> {}
        }
    }

    /** With one to three mistakes, or what are none by chance. */
    Json of(Json document) {
        Json damaged = document;
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            damaged = once(damaged, document);
        }
        return damaged;
    }

    /** How far the value of a key is damaged. */
    enum Depth {
        NOT,
        WHOLE,
        INSIDE
    }

    /** With one mistake, for each place and each mistake: a value of every sort, a key too few, a key too many. */
    static List<Json> everywhere(Json document, BiFunction<String, Json, Depth> depth) {
        var damaged = new ArrayList<>(VALUES);
        damaged.addAll(PLACEHOLDERS);
        switch (document) {
            case Json.Obj(var members) -> {
                damaged.add(with(members, "", "unknown", Json.of(1)));
                damaged.add(with(members, "", "x-mine", Json.of(1)));
                members.forEach((key, value) -> {
                    var fewer = new LinkedHashMap<>(members);
                    fewer.remove(key);
                    damaged.add(new Json.Obj(fewer));
                    List<Json> others = switch (depth.apply(key, value)) {
                        case NOT -> List.of();
                        case WHOLE -> everywhere(Json.Null.NULL, depth);
                        case INSIDE -> everywhere(value, depth);
                    };
                    others.forEach(other -> damaged.add(with(members, key, key, other)));
                });
            }
            case Json.Arr(var items) -> {
                for (int i = 0; i < items.size(); i++) {
                    for (Json other : everywhere(items.get(i), depth)) {
                        var list = new ArrayList<>(items);
                        list.set(i, other);
                        damaged.add(Json.of(list));
                    }
                }
            }
            default -> {}
        }
        return damaged;
    }

    private Json once(Json json, Json whole) {
        return switch (json) {
            case Json.Obj(var members)
            when !members.isEmpty() && random.nextInt(6) > 0 -> {
                String key = pick(members.keySet());
                yield with(members, key, key, once(members.get(key), whole));
            }
            case Json.Arr(var items)
            when !items.isEmpty() && random.nextInt(6) > 0 -> {
                var other = new ArrayList<>(items);
                int at = random.nextInt(items.size());
                other.set(at, once(items.get(at), whole));
                yield Json.of(other);
            }
            case Json.Obj(var members) -> object(members, whole);
            case Json.Arr(var items) -> list(items, whole);
            default -> value(whole);
        };
    }

    private Json object(Map<String, Json> members, Json whole) {
        if (members.isEmpty() || random.nextInt(4) == 0) {
            return with(members, "", pick(keys), value(whole));
        }
        String key = pick(members.keySet());
        return switch (random.nextInt(4)) {
            case 0 -> {
                var other = new LinkedHashMap<>(members);
                other.remove(key);
                yield new Json.Obj(other);
            }
            case 1 -> with(members, key, pick(keys), members.get(key));
            case 2 -> with(members, key, misspelt(key), members.get(key));
            default -> value(whole);
        };
    }

    private Json list(List<Json> items, Json whole) {
        var other = new ArrayList<>(items);
        switch (random.nextInt(3)) {
            case 0 -> other.add(value(whole));
            case 1 -> other.addAll(items);
            default -> {
                return value(whole);
            }
        }
        return Json.of(other);
    }

    private Json value(Json whole) {
        return switch (random.nextInt(4)) {
            case 0 -> pick(words);
            case 1 -> somewhere(whole);
            default -> pick(VALUES);
        };
    }

    /** Another part of the document. */
    private Json somewhere(Json json) {
        return switch (json) {
            case Json.Obj(var members)
            when !members.isEmpty() && random.nextInt(4) > 0 -> somewhere(members.get(pick(members.keySet())));
            case Json.Arr(var items) when !items.isEmpty() && random.nextInt(4) > 0 -> somewhere(pick(items));
            default -> json;
        };
    }

    /** In the same place where the old key was; at the end where there was none. */
    private static Json with(Map<String, Json> members, String old, String key, Json value) {
        var other = new LinkedHashMap<String, Json>();
        members.forEach((each, kept) -> {
            if (each.equals(old)) {
                other.put(key, value);
            } else if (!each.equals(key)) {
                other.put(each, kept);
            }
        });
        other.put(key, value);
        return new Json.Obj(other);
    }

    private String misspelt(String key) {
        int at = key.isEmpty() ? 0 : random.nextInt(key.length());
        return key.substring(0, at) + key.substring(Math.min(key.length(), at + 1));
    }

    private <T> T pick(Collection<T> choice) {
        return choice.stream().skip(random.nextInt(choice.size())).findFirst().orElseThrow();
    }
}
