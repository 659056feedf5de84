package dev.shakeout.model;

import java.util.List;
import java.util.function.Function;

/** A {@link Type} whose values lie between two bounds, both allowed. */
abstract class Ranged<T> implements Type<T> {
    private final String name;
    private final String form;
    private final T least;
    private final T most;
    private final Function<T, String> words;

    Ranged(String name, String form, T least, T most, Function<T, String> words) {
        this.name = name;
        this.form = form;
        this.least = least;
        this.most = most;
        this.words = words;
    }

    abstract T read(Json json);

    @SuppressWarnings("unchecked") // every other value type compares itself
    int compare(T a, T b) {
        return ((Comparable<T>) a).compareTo(b);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String allowed() {
        return form + ", from " + words.apply(least) + " to " + words.apply(most);
    }

    @Override
    public T parse(Json json) {
        T value = read(json);
        if (!within(value)) {
            throw new BadValue(words.apply(value) + " is out of range; must be " + allowed());
        }
        return value;
    }

    /** With those of its examples that lie in this range; where none does, the least that may be. */
    Json.Obj fitting(Json.Obj schema) {
        List<Json> examples =
                schema.get("examples").orElse(Json.Null.NULL) instanceof Json.Arr(var items) ? items : List.of();
        List<Json> fitting =
                examples.stream().filter(example -> within(read(example))).toList();
        return schema.with("examples", Json.of(fitting.isEmpty() ? List.of(Json.of(words.apply(least))) : fitting));
    }

    private boolean within(T value) {
        return compare(value, least) >= 0 && compare(value, most) <= 0;
    }

    static String textOf(Json json) {
        if (json instanceof Json.Num) {
            throw new BadValue(json.text() + " has no unit");
        }
        if (json instanceof Json.Str(String value)) {
            return value;
        }
        throw new BadValue("found " + json.kind() + " where text with a unit belongs");
    }
}
