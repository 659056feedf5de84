package dev.shakeout.model;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;

/** A JSON value, as read from a file or answered by a probe. Objects keep the order of their keys. */
public sealed interface Json {
    record Obj(Map<String, Json> members) implements Json {
        public static final Obj EMPTY = new Obj(Map.of());

        public Obj {
            members = Members.copyOf(members);
        }

        public Optional<Json> get(String key) {
            return Optional.ofNullable(members.get(key));
        }

        public Obj with(String key, Json value) {
            var copy = new LinkedHashMap<>(members);
            copy.put(key, value);
            return new Obj(copy);
        }
    }

    record Arr(List<Json> items) implements Json {
        public Arr {
            items = List.copyOf(items);
        }
    }

    record Str(String value) implements Json {}

    record Num(BigDecimal value) implements Json {
        public boolean whole() {
            return value.stripTrailingZeros().scale() <= 0;
        }
    }

    record Bool(boolean value) implements Json {}

    enum Null implements Json {
        NULL
    }

    static Json of(String value) {
        return new Str(value);
    }

    static Json of(long value) {
        return new Num(BigDecimal.valueOf(value));
    }

    /** A finite number; what JSON cannot say (NaN, infinity) becomes null. */
    static Json of(double value) {
        return Double.isFinite(value) ? new Num(BigDecimal.valueOf(value)) : Null.NULL;
    }

    static Json of(boolean value) {
        return new Bool(value);
    }

    static Json of(List<? extends Json> items) {
        return new Arr(List.copyOf(items));
    }

    /** An object from alternating keys and values. Values may be Json, String, Number or Boolean. */
    static Obj object(Object... keysAndValues) {
        var members = new LinkedHashMap<String, Json>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            members.put((String) keysAndValues[i], from(keysAndValues[i + 1]));
        }
        return new Obj(members);
    }

    private static Json from(Object value) {
        return switch (value) {
            case Json json -> json;
            case String text -> new Str(text);
            case Boolean bool -> new Bool(bool);
            case Double number -> of(number.doubleValue());
            case BigDecimal number -> new Num(number);
            case Number number -> of(number.longValue());
            default -> new Str(value.toString());
        };
    }

    /** Whether Python takes it for true: not null, false, zero or empty. */
    default boolean truthy() {
        return switch (this) {
            case Obj(var members) -> !members.isEmpty();
            case Arr(var items) -> !items.isEmpty();
            case Str(var value) -> !value.isEmpty();
            case Num(var value) -> value.signum() != 0;
            case Bool(var value) -> value;
            case Null.NULL -> false;
        };
    }

    /**
     * Whether both are lists, or both objects, of which each item or member stands in the relation to the other's; all else
     * must be equal.
     */
    default boolean alike(Json other, BiPredicate<Json, Json> each) {
        return switch (this) {
            case Arr(var items) ->
                other instanceof Arr(var others)
                        && items.size() == others.size()
                        && IntStream.range(0, items.size()).allMatch(i -> each.test(items.get(i), others.get(i)));
            case Obj(var members) ->
                other instanceof Obj object
                        && members.keySet().equals(object.members().keySet())
                        && members.entrySet().stream()
                                .allMatch(member -> object.get(member.getKey())
                                        .filter(value -> each.test(member.getValue(), value))
                                        .isPresent());
            case Str _, Num _, Bool _, Null _ -> equals(other);
        };
    }

    /** This value as JSON on one line, as another program expects it. */
    default String compact() {
        return JsonText.write(this);
    }

    /** This value as plain text for a person or a string comparison: strings bare, all else as compact JSON. */
    default String text() {
        return this instanceof Str(String value) ? value : JsonText.write(this);
    }

    /** The same value built of Map, List, String, Number and Boolean, as libraries expect it; null becomes the text "null". */
    default Object plain() {
        return switch (this) {
            case Obj(var members) -> {
                var map = new LinkedHashMap<String, Object>();
                members.forEach((key, value) -> map.put(key, value.plain()));
                yield map;
            }
            case Arr(var items) -> items.stream().map(Json::plain).toList();
            case Str(var value) -> value;
            case Num n ->
                n.whole() && n.value().precision() - n.value().scale() < 18
                        ? (Object) n.value().longValue()
                        : n.value();
            case Bool(var value) -> value;
            case Null.NULL -> "null";
        };
    }

    /** What kind of value this is, in the words of an error message. */
    default String kind() {
        return switch (this) {
            case Obj _ -> "an object";
            case Arr _ -> "a list";
            case Str _ -> "text";
            case Num _ -> "a number";
            case Bool _ -> "true or false";
            case Null.NULL -> "null";
        };
    }
}
