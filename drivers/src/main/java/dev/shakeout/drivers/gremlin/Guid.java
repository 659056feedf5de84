package dev.shakeout.drivers.gremlin;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.regex.Pattern;

/** The name that Gremlin gives to a thing; it becomes part of an address. */
final class Guid implements Type<String> {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,100}");

    @Override
    public String name() {
        return "text";
    }

    @Override
    public String allowed() {
        return "a guid such as 1563bf99-a75a-4981-a3bf-99a75a79810e";
    }

    @Override
    public String parse(Json json) {
        if (json instanceof Json.Str(var text) && FORM.matcher(text.strip()).matches()) {
            return text.strip();
        }
        throw new BadValue("'" + json.text() + "' is no guid");
    }

    @Override
    public Json.Obj schema() {
        return Json.object("type", "string", "pattern", "^\\s*" + FORM.pattern() + "\\s*$");
    }
}
