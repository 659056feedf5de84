package dev.shakeout.model;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a {@link Parameter} takes: reads a JSON value into a Java one, and says in words what is allowed. Validation,
 * help, completion and the docs follow from it.
 */
public interface Type<T> {
    /** One word for tables: duration, percent, size, rate, integer, number, text, boolean, list, map, any. */
    String name();

    /** What is allowed, as the end of the sentence "must be …". */
    String allowed();

    /** @throws BadValue when the value is of another kind or out of range */
    T parse(Json json);

    /**
     * The same as a JSON Schema (2020-12), for editors. It takes whatever {@link #parse} takes; it may take more, as a schema
     * cannot compare 400ms with 30s. Text is described by a {@code pattern} that means the same in Java as in ECMAScript.
     */
    Json.Obj schema();

    /** A value for pages and trials, where none follows from the name. */
    default Optional<Json> example() {
        return Optional.empty();
    }

    /** The same, with a value that pages show and trials use: what follows from the name would be too little, or nothing. */
    default Type<T> shownAs(String example) {
        return new Shown<>(this, Json.of(example));
    }

    static Type<Duration> duration(Duration least, Duration most) {
        return new Ranged<>("duration", "a duration such as 400ms or 30s", least, most, Span::words) {
            @Override
            Duration read(Json json) {
                return Span.parse(textOf(json));
            }

            @Override
            public Json.Obj schema() {
                return fitting(Span.schema());
            }
        };
    }

    static Type<Percent> percent(double least, double most) {
        return new Ranged<>(
                "percent", "a percentage such as 50%", new Percent(least), new Percent(most), Percent::toString) {
            @Override
            Percent read(Json json) {
                return Percent.parse(textOf(json));
            }

            @Override
            public Json.Obj schema() {
                return fitting(Percent.schema());
            }

            @Override
            int compare(Percent a, Percent b) {
                return Double.compare(a.value(), b.value());
            }
        };
    }

    static Type<Bytes> bytes(Bytes least, Bytes most) {
        return new Ranged<>("size", "a size such as 64MiB", least, most, Bytes::toString) {
            @Override
            Bytes read(Json json) {
                return Bytes.parse(textOf(json));
            }

            @Override
            public Json.Obj schema() {
                return fitting(Bytes.schema());
            }

            @Override
            int compare(Bytes a, Bytes b) {
                return Long.compare(a.value(), b.value());
            }
        };
    }

    static Type<Rate> rate(double leastPerSecond, double mostPerSecond) {
        return new Ranged<>(
                "rate", "a rate such as 50/s", new Rate(leastPerSecond), new Rate(mostPerSecond), Rate::toString) {
            @Override
            Rate read(Json json) {
                return Rate.parse(textOf(json));
            }

            @Override
            public Json.Obj schema() {
                return fitting(Rate.schema());
            }

            @Override
            int compare(Rate a, Rate b) {
                return Double.compare(a.perSecond(), b.perSecond());
            }
        };
    }

    static Type<Integer> integer(int least, int most) {
        return new Ranged<>("integer", "a whole number", least, most, String::valueOf) {
            @Override
            Integer read(Json json) {
                try {
                    if (json instanceof Json.Num number && number.whole()) {
                        return number.value().intValueExact();
                    }
                    if (json instanceof Json.Str(String value)) {
                        return Integer.parseInt(value.strip());
                    }
                } catch (ArithmeticException | NumberFormatException _) {
                    // falls through to the message for every bad form
                }
                throw new BadValue(json.text() + " is not a whole number");
            }

            @Override
            public Json.Obj schema() {
                return bounded("integer", least, most, "^\\s*[-+]?\\d+\\s*$");
            }
        };
    }

    static Type<BigDecimal> number(double least, double most) {
        return new Ranged<>(
                "number", "a number", BigDecimal.valueOf(least), BigDecimal.valueOf(most), BigDecimal::toString) {
            @Override
            BigDecimal read(Json json) {
                try {
                    if (json instanceof Json.Num(BigDecimal value)) {
                        return value;
                    }
                    if (json instanceof Json.Str(String value) && value.length() <= Decimals.MAX_DIGITS) {
                        return new BigDecimal(value.strip());
                    }
                } catch (NumberFormatException _) {
                    // falls through to the message for every bad form
                }
                throw new BadValue(json.text() + " is not a number");
            }

            @Override
            public Json.Obj schema() {
                return bounded("number", least, most, "^\\s*[-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?\\s*$");
            }
        };
    }

    /** A number, or text that is one. */
    private static Json.Obj bounded(String type, double least, double most, String pattern) {
        return Json.object(
                "type", kinds(type, "string"), "minimum", number(least), "maximum", number(most), "pattern", pattern);
    }

    private static Json number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? Json.of((long) value) : Json.of(value);
    }

    private static Json kinds(String... names) {
        return Json.of(Arrays.stream(names).map(Json::of).toList());
    }

    static Type<String> text() {
        return Simple.of(
                "text", "text", Json.object("type", kinds("string", "number", "boolean")), json -> switch (json) {
                    case Json.Str(var value) -> value;
                    case Json.Num _, Json.Bool _ -> json.text();
                    default -> throw new BadValue("found " + json.kind() + " where text belongs");
                });
    }

    static Type<Boolean> bool() {
        return Simple.of(
                "boolean",
                "true or false",
                Json.object("type", kinds("boolean", "string"), "pattern", "^(?:true|false)$"),
                json -> switch (json) {
                    case Json.Bool(var value) -> value;
                    case Json.Str(var value) when value.equals("true") || value.equals("false") -> value.equals("true");
                    default -> throw new BadValue(json.text() + " is neither true nor false");
                });
    }

    static Type<String> choice(String... values) {
        return new Choice(List.of(values));
    }

    static Type<List<String>> texts() {
        return Simple.of(
                "list",
                "a list of texts",
                Json.object("type", kinds("array", "string", "number", "boolean"), "items", text().schema()),
                json -> {
                    if (json instanceof Json.Arr(var items)) {
                        return items.stream().map(text()::parse).toList();
                    }
                    return List.of(text().parse(json));
                });
    }

    static Type<Map<String, String>> textMap() {
        return Simple.of(
                "map",
                "an object whose values are texts",
                Json.object("type", "object", "additionalProperties", text().schema()),
                json -> {
                    if (!(json instanceof Json.Obj(var members))) {
                        throw new BadValue("found " + json.kind() + " where an object belongs");
                    }
                    var map = new LinkedHashMap<String, String>();
                    members.forEach((key, value) -> map.put(key, text().parse(value)));
                    return map;
                });
    }

    static Type<Json.Obj> object() {
        return Simple.of("map", "an object", Json.object("type", "object"), json -> {
            if (json instanceof Json.Obj object) {
                return object;
            }
            throw new BadValue("found " + json.kind() + " where an object belongs");
        });
    }

    static Type<Json> any() {
        return Simple.of("any", "any value", Json.Obj.EMPTY, json -> json);
    }

    /** One of a few words. */
    record Choice(List<String> values) implements Type<String> {
        @Override
        public String name() {
            return "choice";
        }

        @Override
        public String allowed() {
            return "one of " + String.join(", ", values);
        }

        @Override
        public String parse(Json json) {
            String text = json.text();
            if (values.contains(text)) {
                return text;
            }
            throw new BadValue("'" + text + "' is not " + allowed() + Nearest.suggestion(text, values));
        }

        @Override
        public Json.Obj schema() {
            return schema(values);
        }

        /** One of these words; YAML may take a word for a number or a truth, which is as good. */
        public static Json.Obj schema(Collection<String> words) {
            return Json.object(
                    "enum", Json.of(words.stream().flatMap(Choice::forms).toList()));
        }

        private static Stream<Json> forms(String word) {
            Json text = Json.of(word);
            if (word.matches("-?\\d{1,9}(?:\\.\\d{1,9})?")) {
                return Stream.of(text, new Json.Num(new BigDecimal(word)));
            }
            return word.equals("true") || word.equals("false")
                    ? Stream.of(text, Json.of(Boolean.parseBoolean(word)))
                    : Stream.of(text);
        }
    }
}
