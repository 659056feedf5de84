package dev.shakeout.model;

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
        if (compare(value, least) < 0 || compare(value, most) > 0) {
            throw new BadValue(words.apply(value) + " is out of range; must be " + allowed());
        }
        return value;
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
