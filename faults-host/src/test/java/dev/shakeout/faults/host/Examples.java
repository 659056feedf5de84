package dev.shakeout.faults.host;

import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Span;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.LinkedHashMap;

/** Arguments for a fault that a test knows nothing of, by the types of its parameters. */
final class Examples {
    private Examples() {}

    static Arguments of(Descriptor descriptor) {
        var values = new LinkedHashMap<String, Object>();
        for (Parameter<?> parameter : descriptor.parameters()) {
            if (parameter.required() || tooMuchByDefault(parameter)) {
                values.put(parameter.name(), parameter.type().parse(new Json.Str(example(parameter.type()))));
            }
        }
        return new Arguments(values);
    }

    /** Half of the memory, or seconds of waiting, is more than a test needs. */
    private static boolean tooMuchByDefault(Parameter<?> parameter) {
        Object fallback = parameter.fallback().map(Object.class::cast).orElse(Duration.ZERO);
        return parameter.type().name().equals("size")
                || (fallback instanceof Duration duration && duration.compareTo(Duration.ofSeconds(1)) > 0);
    }

    private static String example(Type<?> type) {
        return switch (type.name()) {
            case "duration" -> "200ms";
            case "percent" -> "30%";
            case "size" -> "24MiB";
            case "integer", "number" -> "1";
            case "rate" -> "10/s";
            case "boolean" -> "true";
            case "choice" -> ((Type.Choice) type).values().getFirst();
            default -> "example";
        };
    }

    /** A value as its type would be written in a file. */
    static String written(Object value) {
        return value instanceof Duration duration ? Span.words(duration) : value.toString();
    }
}
