package dev.shakeout.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Parsed values of a descriptor's parameters, asked for by the parameter itself. Defaults are filled in on asking. */
public record Arguments(Map<String, Object> values) {
    public static final Arguments NONE = new Arguments(Map.of());

    public Arguments {
        values = Members.copyOf(values);
    }

    @SuppressWarnings("unchecked") // the value was parsed by this very parameter's type
    public <T> Optional<T> find(Parameter<T> parameter) {
        return Optional.ofNullable((T) values.get(parameter.name())).or(parameter::fallback);
    }

    public <T> T get(Parameter<T> parameter) {
        return find(parameter)
                .orElseThrow(() -> new IllegalStateException("parameter '" + parameter.name() + "' was not given"));
    }

    public <T> Arguments with(Parameter<T> parameter, T value) {
        var copy = new LinkedHashMap<>(values);
        copy.put(parameter.name(), value);
        return new Arguments(copy);
    }

    public Arguments without(Parameter<?> parameter) {
        var copy = new LinkedHashMap<>(values);
        copy.remove(parameter.name());
        return new Arguments(copy);
    }
}
