package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.JsonReader;
import dev.shakeout.dialects.Words;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What a text from the environment or the command line is turned into (chaoslib/__init__.py, convert_to_type). */
enum Conversion {
    STR,
    INT,
    FLOAT,
    BYTES,
    BOOL,
    JSON;

    /** The names to write, and those that Chaos Toolkit takes as well. */
    static final Words<Conversion> NAMES =
            Words.of(Conversion.class, Map.of("string", STR, "integer", INT, "number", FLOAT));

    private static final Set<String> FALSE = Set.of("false", "0", "no");

    /** A default that has its type already stays as it is. */
    Json convert(Json json) {
        return json instanceof Json.Str(String text) ? convert(text) : json;
    }

    /** @throws BadValue without the text, which may be a secret */
    Json convert(String text) {
        try {
            return switch (this) {
                case STR, BYTES -> Json.of(text);
                case INT -> new Json.Num(new BigDecimal(new BigInteger(text.strip())));
                case FLOAT -> Json.of(finite(Double.parseDouble(text.strip())));
                case BOOL -> Json.of(!FALSE.contains(text.toLowerCase(Locale.ROOT)));
                case JSON -> text.isEmpty() ? Json.of("") : JsonReader.read("value", text);
            };
        } catch (NumberFormatException _) {
            throw new BadValue("the value is not a " + (this == INT ? "whole number" : "finite number"));
        } catch (InvalidInput e) {
            throw new BadValue("the value is not JSON"
                    + e.problems()
                            .getFirst()
                            .position()
                            .map(at -> "; it goes wrong at line " + at.line() + ", column " + at.column())
                            .orElse(""));
        }
    }

    private static double finite(double value) {
        if (!Double.isFinite(value)) {
            throw new NumberFormatException("not finite");
        }
        return value;
    }
}
