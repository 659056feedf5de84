package dev.shakeout.dialects.policy;

import dev.shakeout.dialects.JsonReader;
import dev.shakeout.dialects.TreeReader;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.Nearest;
import java.util.Set;

/** What texts about a feature flag say: files of definitions as flagd reads them, and answers of services. */
public final class FlagText {
    private FlagText() {}

    /**
     * The value of a flag that is the same for everyone.
     *
     * @throws BadValue when there is no such flag, or its value depends on more than the file
     * @throws InvalidInput when the file is malformed
     */
    public static boolean defined(String file, String text, String key) {
        Json flags =
                member(TreeReader.readOurs(file, text, TreeReader.Form.BY_NAME).json(), "flags");
        if (!(flags instanceof Json.Obj all)) {
            throw new BadValue(file + " has no object 'flags', as a file of flag definitions has");
        }
        Json flag = all.get(key)
                .orElseThrow(() -> new BadValue("there is no flag '" + key + "'"
                        + Nearest.suggestion(key, all.members().keySet())));
        if (!member(flag, "state").equals(Json.of("ENABLED"))) {
            return false;
        }
        if (!Set.of(Json.Null.NULL, Json.Obj.EMPTY).contains(member(flag, "targeting"))) {
            throw new BadValue(
                    "it has targeting rules, which only flagd can evaluate; name the service instead of the" + " file");
        }
        return truth(
                member(member(flag, "variants"), member(flag, "defaultVariant").text()));
    }

    /**
     * An answer: true, false, or an object that has them as its value, as OFREP answers.
     *
     * @throws BadValue when it is anything else
     */
    public static boolean answered(String text) {
        Json json;
        try {
            json = JsonReader.read("the answer", text);
        } catch (InvalidInput e) {
            throw new BadValue("the answer is not JSON: "
                    + text.strip().lines().findFirst().orElse("nothing"));
        }
        return truth(json instanceof Json.Obj ? member(json, "value") : json);
    }

    private static boolean truth(Json json) {
        if (json instanceof Json.Bool(boolean value)) {
            return value;
        }
        throw new BadValue("its value is neither true nor false but " + json.text());
    }

    private static Json member(Json json, String key) {
        return json instanceof Json.Obj object ? object.get(key).orElse(Json.Null.NULL) : Json.Null.NULL;
    }
}
