package dev.shakeout.faults.host;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Glob;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Patterns for the names that DNS is asked for.
 *
 * @param patterns in lower case, without the dot at their end; empty for the root
 */
record DomainNames(List<Glob> patterns) {
    static final DomainNames ALL = new DomainNames(List.of(new Glob("*")));

    /** Up to 253 characters and a dot, in labels of up to 63 (RFC 1035, section 2.3.4). */
    private static final String LABELS = "(?![^,]{255})(?:LABEL(?:\\.LABEL)*\\.?|\\.)";

    private static final String LIMITS =
            ": labels of 1 to 63 letters, digits, - and _, up to 253 characters in all; others in their form with xn--";

    static final Type<DomainNames> TYPE = new Words<>(
            "names",
            "names such as db.orders.example or *.orders.example, as a list or with commas between them" + LIMITS,
            LABELS.replace("LABEL", "[a-zA-Z0-9_*?-]{1,63}"),
            List.of(),
            words -> new DomainNames(
                    words.stream().map(DomainNames::plain).map(Glob::new).toList()),
            List.of("db.orders.example", "*.orders.example"));

    /** A single name. */
    static final Type<String> NAME = new One(LABELS.replace("LABEL", "[a-zA-Z0-9_-]{1,63}"));

    DomainNames {
        patterns = List.copyOf(patterns);
    }

    boolean meet(String name) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(name));
    }

    private static String plain(String written) {
        return written.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
    }

    /** As people write it. */
    static String written(String name) {
        return name.isEmpty() ? "." : name;
    }

    @Override
    public String toString() {
        return patterns.stream().map(Glob::pattern).map(DomainNames::written).collect(Collectors.joining(", "));
    }

    private record One(String form) implements Type<String> {
        @Override
        public String name() {
            return "name";
        }

        @Override
        public String allowed() {
            return "a name such as db.orders.example" + LIMITS;
        }

        @Override
        public String parse(Json json) {
            if (json instanceof Json.Str(String text) && text.matches(form)) {
                return plain(text);
            }
            throw new BadValue(json.text() + " is no single name; must be " + allowed());
        }

        @Override
        public Json.Obj schema() {
            return Json.object("type", "string", "pattern", "^" + form + "$");
        }
    }
}
