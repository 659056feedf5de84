package dev.shakeout.dialects;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;

/** Text that is not blank. */
public record Name() implements Type<String> {
    public static final Name TYPE = new Name();

    @Override
    public String name() {
        return "text";
    }

    @Override
    public String allowed() {
        return "text that is not empty";
    }

    @Override
    public String parse(Json json) {
        if (!(json instanceof Json.Str(String value))) {
            throw new BadValue("found " + json.kind() + " (" + json.text() + ") where text belongs; put it in quotes");
        }
        if (value.isBlank()) {
            throw new BadValue("the text is empty; must be " + allowed());
        }
        return value;
    }

    @Override
    public Json.Obj schema() {
        return Json.object("type", "string", "pattern", "\\S");
    }
}
