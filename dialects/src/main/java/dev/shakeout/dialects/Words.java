package dev.shakeout.dialects;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Nearest;
import dev.shakeout.model.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Words that each stand for a value.
 *
 * @param words the ones to offer, in order
 * @param aliases other spellings that are taken but not offered
 */
public record Words<T>(Map<String, T> words, Map<String, T> aliases) implements Type<T> {
    public Words {
        words = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(words));
        aliases = Map.copyOf(aliases);
    }

    @Override
    public String name() {
        return "choice";
    }

    @Override
    public String allowed() {
        return "one of " + String.join(", ", words.keySet());
    }

    @Override
    public Json.Obj schema() {
        Json.Obj offered = Type.Choice.schema(words.keySet());
        return aliases.isEmpty() ? offered : Json.object("anyOf", Json.of(List.of(offered, taken())));
    }

    /** A pattern, as editors offer whatever is listed. */
    private Json taken() {
        String any = aliases.keySet().stream().sorted().collect(Collectors.joining("|"));
        return Json.object("type", "string", "pattern", "^(?:" + any + ")$", "deprecated", true);
    }

    @Override
    public T parse(Json json) {
        String word = json.text();
        T value = words.containsKey(word) ? words.get(word) : aliases.get(word);
        if (value == null) {
            throw new BadValue("'" + word + "' is not " + allowed() + Nearest.suggestion(word, words.keySet()));
        }
        return value;
    }
}
