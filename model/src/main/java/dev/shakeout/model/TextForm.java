package dev.shakeout.model;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a value with a unit is written, with blanks around it or without.
 *
 * @param pattern without alternatives at its top; means the same in Java as in ECMAScript, whose expressions JSON Schema has
 * @param examples to offer
 */
record TextForm(Pattern pattern, List<String> examples) {
    static TextForm of(String expression, String... examples) {
        return new TextForm(Pattern.compile(expression), List.of(examples));
    }

    Matcher matcher(String text) {
        return pattern.matcher(text.strip());
    }

    Json.Obj schema() {
        return Json.object(
                "type",
                "string",
                "pattern",
                "^\\s*" + pattern + "\\s*$",
                "examples",
                Json.of(examples.stream().map(Json::of).toList()));
    }
}
