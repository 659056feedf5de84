package dev.shakeout.probes;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.Locale;
import java.util.regex.Pattern;

/** The word an HTTP request starts with, in capitals; any is taken, as servers may know more than the usual ones. */
final class HttpMethod implements Type<String> {
    private static final Pattern FORM = Pattern.compile("[A-Z-]{1,20}");

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
        String method = json.text().strip().toUpperCase(Locale.ROOT);
        if (FORM.matcher(method).matches()) {
            return method;
        }
        throw new BadValue("'" + json.text() + "' must be " + allowed());
    }
}
