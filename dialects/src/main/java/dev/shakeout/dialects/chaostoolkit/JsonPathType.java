package dev.shakeout.dialects.chaostoolkit;

import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import dev.shakeout.dialects.Name;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Rules;
import dev.shakeout.model.Type;
import dev.shakeout.model.jsonpath.Path;
import java.util.List;

/** A path as jsonpath2 has it; by our own rules one as Jayway's library has it will do too. */
record JsonPathType(Rules rules) implements Type<String> {
    private static final int LONGEST = 10_000;

    @Override
    public String name() {
        return "path";
    }

    @Override
    public String allowed() {
        return "a JSONPath such as $.items[*][?(@.id > 7)].name";
    }

    @Override
    public Json.Obj schema() {
        return Name.TYPE.schema().with("examples", Json.of(List.of(Json.of("$.items[*][?(@.id > 7)].name"))));
    }

    @Override
    public String parse(Json json) {
        String text = Name.TYPE.parse(json).strip();
        if (text.length() > LONGEST) {
            throw new BadValue("the JSONPath is longer than " + LONGEST + " characters");
        }
        try {
            Path.parse(text);
        } catch (BadValue e) {
            if (!rules.ours() || !otherDialect(text)) {
                throw new BadValue("'" + text + "' is no JSONPath: " + e.getMessage());
            }
        } catch (StackOverflowError _) {
            throw new BadValue("the JSONPath is nested too deep");
        }
        return text;
    }

    private static boolean otherDialect(String text) {
        try {
            JsonPath.compile(text);
            return text.startsWith("$"); // the library would put that in front by itself
        } catch (InvalidPathException | IllegalArgumentException | StackOverflowError _) {
            return false;
        }
    }
}
