package dev.shakeout.faults.host;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Nearest;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Words of one form, as a list or with commas between them; an editor's schema takes just what is taken here.
 *
 * @param one a regular expression for each, the same in Java as in ECMAScript, without a comma
 * @param known all that there are, to suggest one; empty if they cannot be counted
 * @param meaning of at least one of them
 */
record Words<T>(
        String name,
        String allowed,
        String one,
        List<String> known,
        Function<List<String>, T> meaning,
        List<String> examples)
        implements Type<T> {
    private String several() {
        return "^ *(?:" + one + ") *(?:, *(?:" + one + ") *)*$";
    }

    @Override
    public T parse(Json json) {
        List<Json> items = json instanceof Json.Arr(var all) ? all : List.of(json);
        var words = new ArrayList<String>();
        for (Json item : items) {
            if (!(item instanceof Json.Str(String text))) {
                throw new BadValue("found " + item.kind() + " where text belongs; must be " + allowed);
            }
            List<String> found =
                    Arrays.stream(text.split(",", -1)).map(String::strip).toList();
            if (!Pattern.matches(several(), text)) {
                String wrong = found.stream()
                        .filter(word -> !Pattern.matches(one, word))
                        .findFirst()
                        .orElse(text);
                throw new BadValue(
                        "'" + wrong + "' does not fit; must be " + allowed + Nearest.suggestion(wrong, known));
            }
            words.addAll(found);
        }
        if (words.isEmpty()) {
            throw new BadValue("an empty list names nothing; must be " + allowed);
        }
        return meaning.apply(words);
    }

    @Override
    public Json.Obj schema() {
        Json.Obj text = Json.object("type", "string", "pattern", several());
        return Json.object(
                "type",
                Json.of(List.of(Json.of("array"), Json.of("string"))),
                "pattern",
                several(),
                "items",
                text,
                "minItems",
                1,
                "examples",
                Json.of(examples.stream().map(Json::of).toList()));
    }
}
