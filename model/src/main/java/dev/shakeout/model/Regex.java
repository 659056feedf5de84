package dev.shakeout.model;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A regular expression as java.util.regex reads it. */
public record Regex() implements Type<Pattern> {
    @Override
    public String name() {
        return "text";
    }

    @Override
    public String allowed() {
        return "a regular expression";
    }

    @Override
    public Pattern parse(Json json) {
        String text = Type.text().parse(json);
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new BadValue("'" + text + "' is not a regular expression: " + e.getDescription());
        } catch (StackOverflowError _) {
            throw new BadValue("the regular expression is nested too deep");
        }
    }

    @Override
    public Json.Obj schema() {
        return Type.text().schema();
    }
}
