package dev.shakeout.model.jsonpath;

import dev.shakeout.model.Json;
import dev.shakeout.model.PythonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What a path can compute. A function that does not fit a value, or is given other arguments, leads nowhere. */
enum Function {
    CHAR_AT("charAt"),
    ENTRIES("entries"),
    KEYS("keys"),
    LENGTH("length"),
    SUBSTRING("substring"),
    VALUES("values");

    final String word;

    Function(String word) {
        this.word = word;
    }

    /** Whether it can be called with so many arguments at all. */
    boolean takes(int arguments) {
        return switch (this) {
            case CHAR_AT -> arguments == 1;
            case SUBSTRING -> arguments == 1 || arguments == 2;
            case ENTRIES, KEYS, LENGTH, VALUES -> arguments == 0;
        };
    }

    Optional<Json> apply(Json value, List<Json> arguments) {
        return switch (value) {
            case Json.Str(String text) -> ofText(text, arguments);
            case Json.Arr(var items) -> ofList(items);
            case Json.Obj object -> ofObject(object);
            case Json.Num _, Json.Bool _, Json.Null _ -> Optional.empty();
        };
    }

    private Optional<Json> ofText(String text, List<Json> arguments) {
        int length = text.codePointCount(0, text.length());
        if (this == LENGTH) {
            return Optional.of(Json.of(length));
        }
        if (arguments.isEmpty() || !arguments.stream().allMatch(PythonValue::isWhole)) {
            return Optional.empty();
        }
        int first = PythonValue.index(arguments.getFirst());
        if (this == CHAR_AT) {
            int index = first < 0 ? first + length : first;
            return index < 0 || index >= length ? Optional.empty() : Optional.of(letters(text, index, index + 1));
        }
        int start = clipped(first, length);
        int end = arguments.size() == 2 ? clipped(PythonValue.index(arguments.getLast()), length) : length;
        return this == SUBSTRING ? Optional.of(letters(text, start, Math.max(start, end))) : Optional.empty();
    }

    private static int clipped(int index, int length) {
        return Math.clamp(index < 0 ? (long) index + length : index, 0, length);
    }

    private static Json letters(String text, int start, int end) {
        int from = text.offsetByCodePoints(0, start);
        return Json.of(text.substring(from, text.offsetByCodePoints(from, end - start)));
    }

    private Optional<Json> ofList(List<Json> items) {
        return switch (this) {
            case LENGTH -> Optional.of(Json.of(items.size()));
            case KEYS ->
                Optional.of(Json.of(
                        IntStream.range(0, items.size()).mapToObj(Json::of).toList()));
            case VALUES -> Optional.of(Json.of(items));
            case ENTRIES ->
                Optional.of(Json.of(IntStream.range(0, items.size())
                        .mapToObj(i -> Json.of(List.of(Json.of(i), items.get(i))))
                        .toList()));
            case CHAR_AT, SUBSTRING -> Optional.empty();
        };
    }

    /** Only lists and texts have a length. */
    private Optional<Json> ofObject(Json.Obj object) {
        var found = new ArrayList<Json>();
        object.members().forEach((name, value) -> {
            switch (this) {
                case KEYS -> found.add(Json.of(name));
                case VALUES -> found.add(value);
                case ENTRIES -> found.add(Json.of(List.of(Json.of(name), value)));
                case LENGTH, CHAR_AT, SUBSTRING -> {}
            }
        });
        return switch (this) {
            case KEYS, VALUES, ENTRIES -> Optional.of(Json.of(found));
            case LENGTH, CHAR_AT, SUBSTRING -> Optional.empty();
        };
    }
}
