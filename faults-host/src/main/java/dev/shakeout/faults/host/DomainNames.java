package dev.shakeout.faults.host;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Glob;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Patterns for the names that DNS is asked for.
 *
 * @param patterns in lower case, without the dot at their end
 */
record DomainNames(List<Glob> patterns) {
    static final DomainNames ALL = new DomainNames(List.of(new Glob("*")));
    static final Type<DomainNames> TYPE = new Kind();
    /** A single name. */
    static final Type<String> NAME = new One();

    private static final Pattern PATTERN = Pattern.compile("[a-z0-9_*?-]{1,63}(\\.[a-z0-9_*?-]{1,63})*|\\.");
    private static final int LONGEST = 253;

    DomainNames {
        patterns = List.copyOf(patterns);
    }

    boolean meet(String name) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(name));
    }

    /** @throws BadValue not what DNS can be asked for */
    static String checked(String written) {
        String lower = written.strip().toLowerCase(Locale.ROOT);
        String name = lower.length() > 1 && lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        if (!PATTERN.matcher(name).matches() || name.length() > LONGEST) {
            throw new BadValue(
                    "'" + written + "' is no name such as db.orders.example or *.orders.example: labels of 1 to"
                            + " 63 letters, digits, - and _, up to 253 characters in all; write others in their form with xn--");
        }
        return name.equals(".") ? "" : name;
    }

    @Override
    public String toString() {
        return String.join(
                ", ",
                patterns.stream().map(Glob::pattern).map(DomainNames::written).toList());
    }

    static String written(String name) {
        return name.isEmpty() ? "." : name;
    }

    private record One() implements Type<String> {
        @Override
        public String name() {
            return "name";
        }

        @Override
        public String allowed() {
            return "a name such as db.orders.example";
        }

        @Override
        public String parse(Json json) {
            String text = Type.text().parse(json);
            if (!new Glob(text).literal()) {
                throw new BadValue("'" + text + "' stands for many names; must be " + allowed());
            }
            return checked(text);
        }

        @Override
        public Json.Obj schema() {
            return Type.text().schema();
        }
    }

    private record Kind() implements Type<DomainNames> {
        @Override
        public String name() {
            return "names";
        }

        @Override
        public String allowed() {
            return "names such as db.orders.example, where * is any text and ? any character, as a list or with commas"
                    + " between them";
        }

        @Override
        public DomainNames parse(Json json) {
            var patterns = new ArrayList<Glob>();
            for (String text : Type.texts().parse(json)) {
                for (String name : text.split(",", -1)) {
                    patterns.add(new Glob(checked(name)));
                }
            }
            if (patterns.isEmpty()) {
                throw new BadValue("an empty list names nothing; must be " + allowed());
            }
            return new DomainNames(patterns);
        }

        @Override
        public Json.Obj schema() {
            return Type.texts()
                    .schema()
                    .with("examples", Json.of(List.of(Json.of("db.orders.example"), Json.of("*.orders.example"))));
        }
    }
}
