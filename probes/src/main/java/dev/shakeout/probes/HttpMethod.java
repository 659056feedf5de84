package dev.shakeout.probes;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.Locale;

/** The word an HTTP request starts with, in capitals; any is taken, as servers may know more than the usual ones. */
final class HttpMethod implements Type<String> {
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
        if (method.matches("[A-Z-]{1,20}")) {
            return method;
        }
        throw new BadValue("'" + json.text() + "' must be " + allowed());
    }
}
