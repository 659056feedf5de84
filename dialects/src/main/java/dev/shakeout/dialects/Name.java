package dev.shakeout.dialects;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;

/** Text that is not blank. */
public enum Name implements Type<String> {
    TYPE;

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
}
