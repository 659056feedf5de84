package dev.shakeout.dialects;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Nearest;
import dev.shakeout.model.Type;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
        words = Collections.unmodifiableMap(new LinkedHashMap<>(words));
        aliases = Map.copyOf(aliases);
    }

    /** Each constant by its own name, as files write it: RANDOM_MAX_PERCENT is random-max-percent. */
    public static <E extends Enum<E>> Words<E> of(Class<E> constants) {
        return of(constants, Map.of());
    }

    public static <E extends Enum<E>> Words<E> of(Class<E> constants, Map<String, E> aliases) {
        var words = new LinkedHashMap<String, E>();
        for (E constant : constants.getEnumConstants()) {
            words.put(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'), constant);
        }
        return new Words<>(words, aliases);
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
