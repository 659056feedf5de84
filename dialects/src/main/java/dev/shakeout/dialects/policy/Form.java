package dev.shakeout.dialects.policy;

import dev.shakeout.dialects.Name;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.time.DateTimeException;
import java.util.List;
import java.util.function.Function;

/**
 * Text in a form that some reader of the JDK knows.
 *
 * @param reader throws DateTimeException or IllegalArgumentException for other text
 */
record Form<T>(String name, String allowed, Function<String, T> reader) implements Type<T> {
    @Override
    public Json.Obj schema() {
        return Json.object("type", Json.of(List.of(Json.of("string"), Json.of("number"))), "pattern", "\\S");
    }

    @Override
    public T parse(Json json) {
        String text =
                json instanceof Json.Num ? json.text() : Name.TYPE.parse(json).strip();
        try {
            return reader.apply(text);
        } catch (DateTimeException | IllegalArgumentException _) {
            throw new BadValue("'" + text + "' is not " + allowed);
        }
    }
}
