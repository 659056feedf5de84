package dev.shakeout.fks.json;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** The fields of one JSON object, read with a default for what is absent. A wrong type is an error that names the field. */
public record Fields(Map<String, Object> all) {
    private static final Map<Class<?>, String> TYPE_NAMES = Map.of(
            String.class, "string", Boolean.class, "boolean", BigDecimal.class, "number", Fields.class, "JSON object");

    public String text(String name, String otherwise) {
        return as(name, String.class, otherwise);
    }

    public boolean truth(String name, boolean otherwise) {
        return as(name, Boolean.class, otherwise);
    }

    public BigDecimal decimal(String name, BigDecimal otherwise) {
        return as(name, BigDecimal.class, otherwise);
    }

    public long whole(String name, long otherwise) {
        try {
            return decimal(name, BigDecimal.valueOf(otherwise)).longValueExact();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(name + " must be a whole number", e);
        }
    }

    public Fields object(String name) {
        return as(name, Fields.class, new Fields(Map.of()));
    }

    /** Objects in the named array; other elements are passed over. */
    public List<Fields> objects(String name) {
        return elements(name, Fields.class);
    }

    /** Strings in the named array; other elements are passed over. */
    public List<String> texts(String name) {
        return elements(name, String.class);
    }

    private <T> List<T> elements(String name, Class<T> type) {
        List<?> list = as(name, List.class, List.of());
        return list.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private <T> T as(String name, Class<T> type, T otherwise) {
        Object value = all.getOrDefault(name, otherwise);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException(name + " must be a " + nameOf(type) + ", not " + value);
        }
        return type.cast(value);
    }

    private static String nameOf(Class<?> type) {
        return TYPE_NAMES.getOrDefault(type, "list");
    }
}
