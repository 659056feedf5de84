package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.Name;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Rules;
import dev.shakeout.model.Type;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A regular expression in Python's syntax; by our own rules one in Java's will do too. */
record RegexType(Rules rules) implements Type<Pattern> {
    static final int LONGEST = 10_000;

    @Override
    public String name() {
        return "regex";
    }

    @Override
    public String allowed() {
        return "a regular expression";
    }

    @Override
    public Json.Obj schema() {
        return Name.TYPE.schema();
    }

    @Override
    public Pattern parse(Json json) {
        String text = Name.TYPE.parse(json);
        if (text.length() > LONGEST) {
            throw new BadValue("the regular expression is longer than " + LONGEST + " characters");
        }
        try {
            return inPython(text);
        } catch (BadValue e) {
            if (!rules.ours()) {
                throw e;
            }
            return inJava(text, e);
        } catch (StackOverflowError _) {
            throw new BadValue("the regular expression is nested too deep");
        }
    }

    private static Pattern inPython(String text) {
        try {
            return Pattern.compile(PythonRegex.inJava(text), PythonRegex.FLAGS);
        } catch (PatternSyntaxException e) {
            throw bad(text, e.getDescription() + " near character " + (Math.max(0, e.getIndex()) + 1));
        } catch (BadValue e) {
            throw bad(text, e.getMessage());
        }
    }

    private static Pattern inJava(String text, BadValue otherwise) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException _) {
            throw otherwise;
        }
    }

    private static BadValue bad(String text, String why) {
        return new BadValue("'" + text + "' is not a regular expression: " + why);
    }
}
