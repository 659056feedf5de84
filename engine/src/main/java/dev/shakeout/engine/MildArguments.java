package dev.shakeout.engine;

import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.LinkedHashMap;

/** Arguments that make any fault bite a little and soon, by the types of its parameters alone. */
public final class MildArguments {
    private static final Duration SOON = Duration.ofSeconds(1);

    private MildArguments() {}

    public static Arguments of(Descriptor descriptor) {
        var values = new LinkedHashMap<String, Object>();
        for (Parameter<?> parameter : descriptor.parameters()) {
            if (parameter.required() || tooMuchByDefault(parameter)) {
                values.put(parameter.name(), parameter.type().parse(new Json.Str(mild(parameter))));
            }
        }
        return new Arguments(values);
    }

    /** Half of the memory, or seconds of waiting, is more than a trial needs. */
    private static boolean tooMuchByDefault(Parameter<?> parameter) {
        Object fallback = parameter.fallback().map(Object.class::cast).orElse(Duration.ZERO);
        return parameter.type().name().equals("size")
                || (fallback instanceof Duration duration && duration.compareTo(SOON) > 0);
    }

    /** Bytes are those of a connection, of which a trial has few; a size is that of memory or of a disk. */
    private static String mild(Parameter<?> parameter) {
        return parameter.name().equals("bytes") ? "10B" : mild(parameter.type());
    }

    private static String mild(Type<?> type) {
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
}
