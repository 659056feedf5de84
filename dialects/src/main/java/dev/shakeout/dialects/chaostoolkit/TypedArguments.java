package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.Fields;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Selecting;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Reads the values of a descriptor's parameters, each by its own type. */
public final class TypedArguments {
    private TypedArguments() {}

    /**
     * @param others keys that are allowed besides the parameters and read elsewhere
     */
    public static Arguments read(Fields given, Descriptor descriptor, List<String> others) {
        return read(given, descriptor, others, TypedArguments::value);
    }

    /** The same where each may be left out; those that are, are as in {@code usual}. */
    static Arguments readSome(Fields given, Descriptor descriptor, Arguments usual) {
        var values = new LinkedHashMap<>(usual.values());
        values.putAll(read(
                        given,
                        descriptor,
                        List.of(),
                        (fields, parameter) -> fields.find(parameter.name(), parameter.type()))
                .values());
        return new Arguments(values);
    }

    /** The same of a fault, some of whose arguments may be selectors of targets. */
    static Arguments read(Fields given, Descriptor fault, Selectors selectors) {
        return read(
                given,
                fault,
                List.of(),
                (fields, parameter) -> parameter.type() instanceof Selecting.Kind<?> kind
                        ? selectors.read(fields, parameter, kind)
                        : value(fields, parameter));
    }

    private static Arguments read(
            Fields given,
            Descriptor descriptor,
            List<String> others,
            BiFunction<Fields, Parameter<?>, Optional<?>> value) {
        var keys = new LinkedHashSet<String>();
        descriptor.parameters().forEach(parameter -> keys.add(parameter.name()));
        keys.addAll(others);
        given.allow(keys);
        var values = new LinkedHashMap<String, Object>();
        for (var parameter : descriptor.parameters()) {
            value.apply(given, parameter).ifPresent(read -> values.put(parameter.name(), read));
        }
        return new Arguments(values);
    }

    private static <T> Optional<T> value(Fields given, Parameter<T> parameter) {
        return parameter.required()
                ? given.require(parameter.name(), parameter.type())
                : given.find(parameter.name(), parameter.type());
    }
}
