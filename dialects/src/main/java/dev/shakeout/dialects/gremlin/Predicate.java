package dev.shakeout.dialects.gremlin;

import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a member of an answer's body must be.
 *
 * @param path as an index of CEL: ['state'][0]
 * @param sign of CEL: ==, !=, <, <=, >, >= or contains
 */
record Predicate(String type, String path, String sign, Json value) {
    static final Field TYPE = Field.kept("predicates[].type", "how the member is compared");
    private static final Fidelity NOT_PLAIN = new Fidelity.NotSupported(
            "only plain paths are understood, such as status.checks[0].state; write the check as a guard of ours");
    static final Field QUERY = Field.kept("predicates[].jpQuery", "when of a guard, or a jsonpath tolerance")
            .or(NOT_PLAIN);
    static final Field COMPARATOR = Field.kept("predicates[].comparator", "the same comparison");
    static final Field VALUE = Field.kept("predicates[].rValue", "what it is compared with");

    private static final AnyCase TYPES = new AnyCase("string", "number", "boolean");
    private static final Map<String, String> SIGNS = Map.ofEntries(
            Map.entry("==", "=="),
            Map.entry("=", "=="),
            Map.entry("eq", "=="),
            Map.entry("equals", "=="),
            Map.entry("equal", "=="),
            Map.entry("is", "=="),
            Map.entry("!=", "!="),
            Map.entry("ne", "!="),
            Map.entry("neq", "!="),
            Map.entry("notequals", "!="),
            Map.entry("notequal", "!="),
            Map.entry("isnot", "!="),
            Map.entry("<", "<"),
            Map.entry("lt", "<"),
            Map.entry("lessthan", "<"),
            Map.entry("<=", "<="),
            Map.entry("lte", "<="),
            Map.entry("lessthanorequal", "<="),
            Map.entry("lessthanorequalto", "<="),
            Map.entry(">", ">"),
            Map.entry("gt", ">"),
            Map.entry("greaterthan", ">"),
            Map.entry(">=", ">="),
            Map.entry("gte", ">="),
            Map.entry("greaterthanorequal", ">="),
            Map.entry("greaterthanorequalto", ">="),
            Map.entry("contains", "contains"));
    private static final Pattern PATH =
            Pattern.compile("\\.?([A-Za-z_][A-Za-z0-9_-]*)|\\[(\\d{1,6})\\]|\\['([^'\\\\]+)'\\]");

    static List<Field> fields() {
        return List.of(TYPE, QUERY, COMPARATOR, VALUE);
    }

    static Optional<Predicate> read(Sheet sheet) {
        boolean whole = List.of(QUERY, COMPARATOR, VALUE).stream()
                .map(field -> sheet.demand(field, ""))
                .toList()
                .equals(List.of(true, true, true));
        String type = sheet.take(TYPE, TYPES).orElse("string");
        sheet.record(COMPARATOR);
        sheet.record(VALUE);
        Optional<String> path = sheet.look(QUERY, Type.text()).flatMap(Predicate::path);
        sheet.record(QUERY, QUERY.ways().get(path.isPresent() ? 0 : 1));
        String word = sheet.look(COMPARATOR, Type.text()).orElse("");
        Optional<String> sign =
                Optional.ofNullable(SIGNS.get(word.toLowerCase(Locale.ROOT).replaceAll("[ _-]", "")));
        if (whole && sign.isEmpty()) {
            sheet.wrong(
                    COMPARATOR,
                    "'" + word + "' is no comparator; it must be EQUALS, NOT_EQUALS, LESS_THAN, LESS_THAN_OR_EQUAL,"
                            + " GREATER_THAN, GREATER_THAN_OR_EQUAL or CONTAINS");
        }
        Optional<Json> value = value(sheet, type);
        return path.flatMap(at -> sign.flatMap(as -> value.map(with -> new Predicate(type, at, as, with))));
    }

    private static Optional<Json> value(Sheet sheet, String type) {
        return switch (type) {
            case "number" -> sheet.look(VALUE, Type.number(-1e15, 1e15)).map(Json.Num::new);
            case "boolean" -> sheet.look(VALUE, Type.bool()).map(Json::of);
            default -> sheet.look(VALUE, Type.text()).map(Json::of);
        };
    }

    private static Optional<String> path(String query) {
        String rest = query.startsWith("$") ? query.substring(1) : query;
        var path = new StringBuilder();
        Matcher part = PATH.matcher(rest);
        int at = 0;
        while (at < rest.length()) {
            if (!part.find(at) || part.start() != at) {
                return Optional.empty();
            }
            String index = part.group(2);
            path.append(
                    index != null
                            ? "[" + index + "]"
                            : "['" + (part.group(1) == null ? part.group(3) : part.group(1)) + "']");
            at = part.end();
        }
        return path.isEmpty() ? Optional.empty() : Optional.of(path.toString());
    }

    /** @param body of the probe, in CEL */
    String holds(String body) {
        String member = body + path;
        return switch (type) {
            case "number" -> "double(" + member + ") " + sign + " double(" + value.text() + ")";
            case "boolean" -> member + " " + sign + " " + value.text();
            default ->
                sign.equals("contains")
                        ? "string(" + member + ").contains(" + quoted(value.text()) + ")"
                        : "string(" + member + ") " + sign + " " + quoted(value.text());
        };
    }

    static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'";
    }
}
