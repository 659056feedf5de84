package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.Fields;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** Reads the values of a descriptor's parameters, each by its own type. */
public final class TypedArguments {
    private TypedArguments() {}

    /**
     * @param others keys that are allowed besides the parameters and read elsewhere
     */
    public static Arguments read(Fields given, Descriptor descriptor, List<String> others) {
        var keys = new LinkedHashSet<String>();
        descriptor.parameters().forEach(parameter -> keys.add(parameter.name()));
        keys.addAll(others);
        given.allow(keys);
        var values = new LinkedHashMap<String, Object>();
        for (var parameter : descriptor.parameters()) {
            value(given, parameter).ifPresent(value -> values.put(parameter.name(), value));
        }
        return new Arguments(values);
    }

    private static <T> Optional<T> value(Fields given, Parameter<T> parameter) {
        return parameter.required()
                ? given.require(parameter.name(), parameter.type())
                : given.find(parameter.name(), parameter.type());
    }
}
