package dev.shakeout.agent;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Reading;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Members of an object that came from the other side; whatever is missing or of another kind is refused. */
record Line(Json json) {
    boolean has(String key) {
        return find(key).isPresent();
    }

    private Optional<Json> find(String key) {
        return json instanceof Json.Obj object ? object.get(key) : Optional.empty();
    }

    private Json get(String key) {
        return find(key).orElseThrow(() -> new BadValue("there is no '" + key + "' in " + json.compact()));
    }

    String text(String key) {
        if (get(key) instanceof Json.Str(String value)) {
            return value;
        }
        throw other(key, "text");
    }

    boolean truth(String key) {
        if (get(key) instanceof Json.Bool(boolean value)) {
            return value;
        }
        throw other(key, "true or false");
    }

    /** NaN where there is none to tell. */
    double number(String key) {
        return switch (get(key)) {
            case Json.Num(BigDecimal value) -> value.doubleValue();
            case Json.Null.NULL -> Double.NaN;
            default -> throw other(key, "a number");
        };
    }

    Duration millis(String key) {
        return Duration.ofMillis((long) number(key));
    }

    Json.Obj object(String key) {
        if (get(key) instanceof Json.Obj object) {
            return object;
        }
        throw other(key, "an object");
    }

    List<Json> list(String key) {
        if (get(key) instanceof Json.Arr(var items)) {
            return items;
        }
        throw other(key, "a list");
    }

    List<String> texts(String key) {
        return list(key).stream().map(Json::text).toList();
    }

    /** An object of texts. */
    Map<String, String> map(String key) {
        var texts = new LinkedHashMap<String, String>();
        object(key).members().forEach((name, value) -> {
            if (!(value instanceof Json.Str(String text))) {
                throw other(key, "an object of texts");
            }
            texts.put(name, text);
        });
        return texts;
    }

    static Json.Obj of(Map<String, String> texts) {
        var members = new LinkedHashMap<String, Json>();
        texts.forEach((key, value) -> members.put(key, Json.of(value)));
        return new Json.Obj(members);
    }

    Reading reading(String key) {
        var reading = new Line(object(key));
        return new Reading(reading.number("value"), reading.text("unit"), reading.text("words"));
    }

    static Json.Obj of(Reading reading) {
        return Json.object("value", Json.of(reading.value()), "unit", reading.unit(), "words", reading.words());
    }

    static Json of(List<String> texts) {
        return Json.of(texts.stream().map(Json::of).toList());
    }

    private BadValue other(String key, String wanted) {
        return new BadValue("'" + key + "' is not " + wanted + " in " + json.compact());
    }
}
