package dev.shakeout.probes;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The word an HTTP request starts with, in capitals; any is taken, as servers may know more than the usual ones. */
final class HttpMethod implements Type<String> {
    private static final List<String> USUAL = List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");
    private static final Pattern FORM = Pattern.compile("[a-zA-Z-]{1,20}");

    @Override
    public String name() {
        return "method";
    }

    @Override
    public String allowed() {
        return "an HTTP method such as GET, POST, PUT, PATCH or DELETE";
    }

    @Override
    public String parse(Json json) {
        if (json instanceof Json.Str(String text) && FORM.matcher(text.strip()).matches()) {
            return text.strip().toUpperCase(Locale.ROOT);
        }
        throw new BadValue("'" + json.text() + "' must be " + allowed());
    }

    @Override
    public Json.Obj schema() {
        return Json.object(
                "anyOf",
                Json.of(List.of(
                        Type.Choice.schema(USUAL),
                        Json.object("type", "string", "pattern", "^\\s*[a-zA-Z-]{1,20}\\s*$"))));
    }
}
