package dev.shakeout.faults.host;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A name in Java.
 *
 * @param pattern a regular expression, the same in Java as in ECMAScript
 */
record JavaName(String name, String allowed, String pattern, String common) implements Type<String> {
    private static final String PART = "[^\\s.;:/\\[\\]<>(){}\"',]+";

    /** A changed method, and what takes it back, stand on these themselves. */
    private static final String OTHERS = "(?!(?:java\\.(?:lang|util|io|nio|security)|jdk|sun|dev\\.shakeout\\.jvm)\\.)";

    static final JavaName CLASS = new JavaName(
            "class",
            "the full name of a class such as com.example.Shop, and none of java.lang, java.util, java.io, java.nio,"
                    + " java.security, jdk and sun, on which the fault itself stands",
            "^" + OTHERS + PART + "(?:\\." + PART + ")*$",
            "java.net.InetAddress");

    static final JavaName METHOD =
            new JavaName("method", "the name of a method, or <init>", "^(?:" + PART + "|<init>)$", "getByName");

    @Override
    public String parse(Json json) {
        if (!(json instanceof Json.Str(String text))) {
            throw new BadValue("found " + json.kind() + " where text belongs; must be " + allowed);
        }
        if (!Pattern.matches(pattern, text)) {
            throw new BadValue("'" + text + "' does not fit; must be " + allowed);
        }
        return text;
    }

    @Override
    public Json.Obj schema() {
        return Json.object("type", "string", "pattern", pattern);
    }

    @Override
    public Optional<Json> example() {
        return Optional.of(Json.of(common));
    }
}
