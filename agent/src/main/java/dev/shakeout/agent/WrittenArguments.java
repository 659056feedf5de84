package dev.shakeout.agent;

import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Bytes;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Rate;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Arguments as an experiment would have them, so that an agent of another version reads them by its own parameters. */
public final class WrittenArguments {
    private WrittenArguments() {}

    /**
     * Writes those that are given.
     *
     * @throws BadValue one cannot be written so that it means the same when it is read
     */
    public static Json.Obj write(Descriptor descriptor, Arguments arguments) {
        var members = new LinkedHashMap<String, Json>();
        for (Parameter<?> parameter : descriptor.parameters()) {
            Optional.ofNullable(arguments.values().get(parameter.name()))
                    .ifPresent(value -> members.put(parameter.name(), write(parameter, value)));
        }
        return new Json.Obj(members);
    }

    private static Json write(Parameter<?> parameter, Object value) {
        Json written = json(value);
        if (!same(parameter.type().parse(written), value)) {
            throw new BadValue("'" + parameter.name() + "' cannot be told to an agent: " + value);
        }
        return written;
    }

    /** Patterns are equal only to themselves. */
    private static boolean same(Object read, Object value) {
        if (read instanceof Pattern a && value instanceof Pattern b) {
            return a.pattern().equals(b.pattern()) && a.flags() == b.flags();
        }
        return read.equals(value);
    }

    private static Json json(Object value) {
        return switch (value) {
            case Json json -> json;
            case Boolean truth -> Json.of(truth.booleanValue());
            case Integer number -> Json.of(number.longValue());
            case BigDecimal number -> new Json.Num(number);
            case Duration duration -> Json.of(decimal(duration.toNanos() / 1e3) + "us");
            case Percent percent -> Json.of(decimal(percent.value()) + "%");
            case Bytes bytes -> Json.of(bytes.value() + "B");
            case Rate rate -> Json.of(decimal(rate.perSecond()) + "/s");
            case Pattern pattern -> Json.of(pattern.pattern());
            case Collection<?> items ->
                Json.of(items.stream().map(WrittenArguments::json).toList());
            case Map<?, ?> map -> {
                var members = new LinkedHashMap<String, Json>();
                map.forEach((key, each) -> members.put(String.valueOf(key), json(each)));
                yield new Json.Obj(members);
            }
            default -> Json.of(value.toString());
        };
    }

    private static String decimal(double value) {
        return BigDecimal.valueOf(value).toPlainString();
    }

    /** @throws BadValue a parameter is unknown, missing or out of range */
    public static Arguments read(Descriptor descriptor, Json.Obj given) {
        var values = new LinkedHashMap<String, Object>();
        for (Parameter<?> parameter : descriptor.parameters()) {
            Optional<Json> value = given.get(parameter.name());
            if (value.isPresent()) {
                values.put(parameter.name(), parameter.type().parse(value.get()));
            } else if (parameter.required()) {
                throw new BadValue(descriptor.name() + " needs '" + parameter.name() + "'");
            }
        }
        given.members().keySet().stream()
                .filter(key -> !values.containsKey(key))
                .findFirst()
                .ifPresent(key -> {
                    throw new BadValue(descriptor.name() + " knows no '" + key + "' in this version");
                });
        return new Arguments(values);
    }
}
