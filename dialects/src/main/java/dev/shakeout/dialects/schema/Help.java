package dev.shakeout.dialects.schema;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Span;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What an editor tells of a parameter. */
record Help(Parameter<?> parameter) {
    /** Of these, the schema itself says what is allowed. */
    private static final Set<String> EVIDENT = Set.of("text", "choice", "boolean", "list", "map", "any", "dry");

    /** What it does, what is allowed, and its default. */
    String words() {
        var words = new StringBuilder(parameter.help());
        if (!EVIDENT.contains(parameter.type().name())) {
            String allowed = parameter.type().allowed();
            words.append(' ')
                    .append(allowed.substring(0, 1).toUpperCase(Locale.ROOT))
                    .append(allowed, 1, allowed.length());
            words.append('.');
        }
        boolean told = parameter.help().contains("default") || parameter.help().contains("unless given");
        fallback()
                .filter(value -> !told && value.truthy())
                .ifPresent(
                        value -> words.append(" Default: ").append(value.text()).append('.'));
        return words.toString();
    }

    /** The default as a file would write it; empty when there is none, or none that its type would read again. */
    Optional<Json> fallback() {
        return fallback(parameter);
    }

    private static <T> Optional<Json> fallback(Parameter<T> parameter) {
        return parameter
                .fallback()
                .flatMap(value -> Optional.of(written(value)).filter(json -> is(parameter, json, value)));
    }

    private static <T> boolean is(Parameter<T> parameter, Json json, T value) {
        try {
            return parameter.type().parse(json).equals(value);
        } catch (BadValue _) {
            return false;
        }
    }

    private static Json written(Object value) {
        return switch (value) {
            case Json json -> json;
            case String text -> Json.of(text);
            case Boolean flag -> Json.of(flag);
            case Integer number -> Json.of(number);
            case BigDecimal number -> new Json.Num(number);
            case Duration span -> Json.of(brief(Span.words(span)));
            case Enum<?> word -> Json.of(word.name().toLowerCase(Locale.ROOT).replace('_', '-'));
            case Map<?, ?> map when map.isEmpty() -> Json.Obj.EMPTY;
            case Collection<?> list when list.isEmpty() -> new Json.Arr(List.of());
            default -> Json.of(value.toString().replace(" ", ""));
        };
    }

    /** 1 m 0 s is 1m. */
    private static String brief(String span) {
        return span.replaceFirst("(?<=[mh]) 0 [sm]$", "").replace(" ", "");
    }
}
