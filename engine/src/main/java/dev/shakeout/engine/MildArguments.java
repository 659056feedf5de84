package dev.shakeout.engine;

import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Bytes;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * Arguments that make any fault bite a little and soon, by the types of its parameters alone. Nobody is there to
 * acknowledge what cannot be undone, so what asks for that gets no answer, and has no way.
 */
public final class MildArguments {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final String ACKNOWLEDGEMENT = "acknowledgement";
    private static final Bytes SMALL = Bytes.mebibytes(24);
    /** Nowhere: whoever names no folder of its own breaks nobody's. */
    private static final Path NOWHERE = Path.of("/no/such/folder");

    private MildArguments() {}

    public static Arguments of(Descriptor descriptor) {
        return of(descriptor, NOWHERE);
    }

    /** @param scratch a folder that nobody misses */
    public static Arguments of(Descriptor descriptor, Path scratch) {
        var values = new LinkedHashMap<String, Object>();
        for (Parameter<?> parameter : descriptor.parameters()) {
            boolean wanted = parameter.required() || tooMuchByDefault(parameter);
            if (wanted && !parameter.type().name().equals(ACKNOWLEDGEMENT)) {
                value(parameter, scratch).ifPresent(value -> values.put(parameter.name(), value));
            }
        }
        return new Arguments(values);
    }

    /** Empty where what is mild is out of range: then its default has to do. */
    private static Optional<Object> value(Parameter<?> parameter, Path scratch) {
        Json value = parameter.type().example().orElseGet(() -> new Json.Str(mild(parameter, scratch)));
        try {
            return Optional.of(parameter.type().parse(value));
        } catch (BadValue e) {
            if (parameter.fallback().isEmpty()) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** Half of the memory, or seconds of waiting, is more than a trial needs. */
    private static boolean tooMuchByDefault(Parameter<?> parameter) {
        if (parameter.fallback().isEmpty()) {
            return parameter.type().name().equals("size"); // or it would be a share of what there is
        }
        return switch ((Object) parameter.fallback().get()) {
            case Duration duration -> duration.compareTo(SOON) > 0;
            case Bytes bytes -> bytes.value() > SMALL.value();
            default -> false;
        };
    }

    /** Bytes are those of a connection, of which a trial has few; a size is that of memory or of a disk. */
    private static String mild(Parameter<?> parameter, Path scratch) {
        return parameter.name().equals("bytes") ? "10B" : mild(parameter.type(), scratch);
    }

    private static String mild(Type<?> type, Path scratch) {
        return switch (type.name()) {
            case "duration" -> "200ms";
            case "offset" -> "+1h";
            case "percent" -> "30%";
            case "size" -> SMALL.toString();
            case "integer", "number" -> "1";
            case "rate" -> "10/s";
            case "bandwidth" -> "10MB/s";
            case "addresses" -> "127.0.0.1";
            case "ports" -> "1";
            case "boolean" -> "true";
            case "path" -> scratch.toString();
            case "choice" -> ((Type.Choice) type).values().getFirst();
            default -> "example";
        };
    }
}
