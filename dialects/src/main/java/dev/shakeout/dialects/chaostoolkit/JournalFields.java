package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.Problem;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One object of a journal, asked for by key. A journal is written by a program, so the first mistake ends the reading.
 *
 * @param path where it stands, for messages: journal.json: shakeout.injections[2]
 */
record JournalFields(Json.Obj object, String path) {

    static JournalFields of(Json json, String path) {
        if (json instanceof Json.Obj object) {
            return new JournalFields(object, path);
        }
        throw refuse(path, "must be an object; found " + json.kind());
    }

    Json json(String key) {
        return object.get(key).orElseThrow(() -> refuse(at(key), "is missing"));
    }

    JournalFields object(String key) {
        return of(json(key), at(key));
    }

    String text(String key) {
        return text(json(key), at(key));
    }

    boolean flag(String key) {
        if (json(key) instanceof Json.Bool(boolean value)) {
            return value;
        }
        throw wrong(key, "true or false");
    }

    BigDecimal number(String key) {
        if (json(key) instanceof Json.Num(BigDecimal value)) {
            return value;
        }
        throw wrong(key, "a number");
    }

    long whole(String key) {
        try {
            return number(key).longValueExact();
        } catch (ArithmeticException _) {
            throw wrong(key, "a whole number");
        }
    }

    int count(String key) {
        long whole = whole(key);
        if (whole != (int) whole) {
            throw wrong(key, "a whole number that is not as large as this");
        }
        return (int) whole;
    }

    Instant instant(String key) {
        try {
            return Times.instant(text(key));
        } catch (DateTimeException _) {
            throw wrong(key, "a time such as 2026-11-23T10:15:30.000000");
        }
    }

    Duration duration(String key) {
        try {
            return Times.duration(number(key));
        } catch (ArithmeticException _) {
            throw wrong(key, "a number of seconds");
        }
    }

    /** Empty when the key is absent or null. */
    <T> Optional<T> maybe(String key, Function<String, T> read) {
        return object.get(key).filter(value -> value != Json.Null.NULL).map(_ -> read.apply(key));
    }

    <T> List<T> list(String key, Function<JournalFields, T> read) {
        var values = new ArrayList<T>();
        List<Json> items = items(key);
        for (int i = 0; i < items.size(); i++) {
            values.add(read.apply(of(items.get(i), at(key) + "[" + i + "]")));
        }
        return values;
    }

    List<String> texts(String key) {
        return items(key).stream().map(item -> text(item, at(key))).toList();
    }

    Map<String, String> textMap(String key) {
        var map = new LinkedHashMap<String, String>();
        object(key).object().members().forEach((name, value) -> map.put(name, text(value, at(key) + "." + name)));
        return map;
    }

    private List<Json> items(String key) {
        if (json(key) instanceof Json.Arr(List<Json> items)) {
            return items;
        }
        throw wrong(key, "a list");
    }

    private static String text(Json json, String path) {
        if (json instanceof Json.Str(String value)) {
            return value;
        }
        throw refuse(path, "must be text; found " + json.kind());
    }

    String at(String key) {
        return path + (path.endsWith(": ") ? "" : ".") + key;
    }

    InvalidInput wrong(String key, String allowed) {
        return refuse(at(key), "must be " + allowed);
    }

    private static InvalidInput refuse(String path, String words) {
        return new InvalidInput(Problem.of(path.stripTrailing() + " " + words));
    }
}
