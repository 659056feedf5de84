package dev.shakeout.dialects.policy;

import dev.shakeout.dialects.Name;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Glob;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;

/** An absolute path, or a pattern for many. */
record PathGlob() implements Type<Glob> {
    @Override
    public String name() {
        return "text";
    }

    @Override
    public String allowed() {
        return "an absolute path, or a pattern such as /srv/data/*";
    }

    @Override
    public Glob parse(Json json) {
        String text = Name.TYPE.parse(json).strip();
        if (!text.startsWith("/")) {
            throw new BadValue("'" + text + "' must be " + allowed());
        }
        return new Glob(text);
    }

    @Override
    public Json.Obj schema() {
        return Name.TYPE.schema();
    }
}
