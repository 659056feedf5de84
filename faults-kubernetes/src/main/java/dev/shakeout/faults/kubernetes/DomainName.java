package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.List;
import java.util.Locale;

/** A single name that DNS is asked for, in full, in lower case and without the dot at its end. */
final class DomainName implements Type<String> {
    /** Up to 253 characters and a dot, in labels of up to 63 (RFC 1035, section 2.3.4). */
    private static final String FORM = "(?=.{1,253}\\.?$)[a-zA-Z0-9_-]{1,63}(?:\\.[a-zA-Z0-9_-]{1,63})*\\.?";

    @Override
    public String name() {
        return "name";
    }

    @Override
    public String allowed() {
        return "a name such as db.shop.example: labels of 1 to 63 letters, digits, - and _, up to 253 characters in all;"
                + " others in their form with xn--";
    }

    @Override
    public String parse(Json json) {
        if (json instanceof Json.Str(String text) && text.matches(FORM)) {
            return text.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
        }
        throw new BadValue(json.text() + " is no single name; must be " + allowed());
    }

    @Override
    public Json.Obj schema() {
        return Json.object(
                "type",
                "string",
                "pattern",
                "^" + FORM + "$",
                "examples",
                Json.of(List.of(Json.of("db.shop.example"))));
    }
}
