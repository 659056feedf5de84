package dev.shakeout.faults.host.proxy;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.regex.PatternSyntaxException;

/** A pattern for a path as a parameter takes it. */
public record HttpPattern() implements Type<String> {
    public static final Type<String> TYPE = new HttpPattern();

    @Override
    public String name() {
        return "text";
    }

    @Override
    public String allowed() {
        return "a path with * and ?, or a regular expression after ~";
    }

    @Override
    public String parse(Json json) {
        String text = Type.text().parse(json);
        try {
            HttpMatch.pattern(text);
            return text;
        } catch (PatternSyntaxException e) {
            throw new BadValue("'" + text + "' is not a regular expression: " + e.getDescription());
        }
    }

    @Override
    public Json.Obj schema() {
        return Type.text().schema();
    }
}
