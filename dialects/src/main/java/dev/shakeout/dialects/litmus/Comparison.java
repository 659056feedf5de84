package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.Problems;
import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Json;
import dev.shakeout.model.Position;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/**
 * What must hold between an outcome and a value.
 *
 * @param kind int, float or string
 * @param criteria as Litmus has it
 */
record Comparison(Position position, String kind, String criteria, String value) {
    private static final BigDecimal LEAST = new BigDecimal("-1000000000000000");
    private static final BigDecimal MOST = new BigDecimal("1000000000000000");
    private static final BigDecimal STEP = new BigDecimal("0.000000001");
    private static final Pattern NUMBER = Pattern.compile("[-+]?\\d{1,15}(\\.\\d{1,9})?");
    private static final Pattern SPECIAL = Pattern.compile("[\\\\.^$|?*+()\\[\\]{}]");

    /** Whether a bound stands for none below. */
    static boolean isLeast(String bound) {
        return bound.matches("-\\d+") && new BigDecimal(bound).compareTo(LEAST) <= 0;
    }

    static boolean isMost(String bound) {
        return bound.matches("\\d+") && new BigDecimal(bound).compareTo(MOST) >= 0;
    }

    static boolean isNumber(String text) {
        return NUMBER.matcher(text).matches();
    }

    /** What becomes of the criteria, where it is not kept. */
    Optional<Fidelity> way() {
        if (kind.equals("string")) {
            return criteria.startsWith("not") ? Optional.of(Comparator.FAILED_COMMAND) : Optional.empty();
        }
        boolean open = criteria.equals(">") || criteria.equals("<");
        return open && kind.equals("float") ? Optional.of(Comparator.NEXT_NUMBER) : Optional.empty();
    }

    /** Whether the value goes with the criteria; notes it when it does not. */
    boolean isWhole(Sheet sheet) {
        if (kind.equals("string")) {
            return true;
        }
        List<String> parts = parts();
        Optional<String> wrong =
                parts.stream().filter(part -> !NUMBER.matcher(part).matches()).findFirst();
        boolean fraction = kind.equals("int") && parts.stream().anyMatch(part -> part.contains("."));
        boolean count = criteria.equals("between") ? parts.size() == 2 : criteria.equals("oneOf") || parts.size() == 1;
        if (wrong.isPresent() || fraction || !count) {
            sheet.problems()
                    .at(
                            position,
                            "value: "
                                    + (wrong.isPresent()
                                            ? "'" + wrong.get() + "' is no number"
                                            : fraction
                                                    ? "'" + value + "' is no whole number, and the type is int"
                                                    : "'" + value + "' does not go with " + criteria)
                                    + "; must be "
                                    + (criteria.equals("between")
                                            ? "the least and the most with a comma between them"
                                            : criteria.equals("oneOf")
                                                    ? "numbers with commas between them"
                                                    : "one number"));
            return false;
        }
        return true;
    }

    private List<String> parts() {
        return Arrays.stream(value.strip().split(",", -1)).map(String::strip).toList();
    }

    /** As a tolerance on what a command writes. */
    Optional<Tree> onText(Problems problems) {
        return (kind.equals("string") ? text(problems) : Optional.of(number())).map(json -> Tree.at(position, json));
    }

    private Json number() {
        BigDecimal than = new BigDecimal(parts().getFirst());
        BigDecimal step = kind.equals("int") ? BigDecimal.ONE : STEP;
        return switch (criteria) {
            case ">=" -> range(than, MOST);
            case "<=" -> range(LEAST, than);
            case ">" -> range(than.add(step), MOST);
            case "<" -> range(LEAST, than.subtract(step));
            case "==" -> range(than, than);
            case "between" -> range(than, new BigDecimal(parts().getLast()));
            case "!=" -> stdout("^\\s*(?!" + digits() + "\\s*$)[-+]?[0-9.]+\\s*$");
            default -> stdout("^\\s*" + digits() + "\\s*$");
        };
    }

    /** The numbers, however many zeros they are written with. */
    private String digits() {
        return parts().stream().map(Comparison::digits).collect(Collectors.joining("|", "(", ")"));
    }

    private static String digits(String part) {
        BigDecimal number = new BigDecimal(part).stripTrailingZeros();
        String plain = (number.scale() < 0 ? number.setScale(0) : number).abs().toPlainString();
        String sign = number.signum() < 0 ? "-" : "[+]?";
        return sign + "0*" + escaped(plain) + (plain.contains(".") ? "0*" : "(\\.0*)?");
    }

    private static Json range(BigDecimal least, BigDecimal most) {
        return Json.object("type", "range", "range", Json.of(List.of(plain(least), plain(most))), "target", "stdout");
    }

    private static Json plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return new Json.Num(stripped.scale() < 0 ? stripped.setScale(0) : stripped);
    }

    private static Json stdout(String pattern) {
        return Json.object("type", "regex", "pattern", Draft.literal(pattern), "target", "stdout");
    }

    /** Litmus takes space around the outcome away before it looks. */
    private Optional<Json> text(Problems problems) {
        return switch (criteria) {
            case "equal" -> Optional.of(stdout("^\\s*" + escaped(value) + "\\s*$"));
            case "notEqual" -> Optional.of(stdout("\\A(?!\\s*" + escaped(value) + "\\s*\\Z)"));
            case "contains" -> Optional.of(stdout(escaped(value)));
            case "oneOf" ->
                Optional.of(stdout(parts().stream()
                        .map(Comparison::escaped)
                        .collect(Collectors.joining("|", "^\\s*(", ")\\s*$"))));
            default -> pattern(problems);
        };
    }

    private Optional<Json> pattern(Problems problems) {
        try {
            Pattern.compile(value);
        } catch (PatternSyntaxException e) {
            problems.at(position, "value: '" + value + "' is no regular expression: " + e.getDescription());
            return Optional.empty();
        }
        return Optional.of(stdout(criteria.equals("matches") ? value : "\\A(?![\\s\\S]*(?:" + value + "))"));
    }

    private static String escaped(String text) {
        return SPECIAL.matcher(text).replaceAll("\\\\$0");
    }

    /** As a query of Prometheus that gives 1 where it holds, and 0 where it does not. */
    String promQl(String query) {
        String inner = "(" + query + ")";
        return switch (criteria) {
            case "between" ->
                "(" + inner + " >= bool " + parts().getFirst() + ") * (" + inner + " <= bool " + parts().getLast()
                        + ")";
            case "oneOf" ->
                parts().stream()
                        .distinct()
                        .map(part -> "(" + inner + " == bool " + part + ")")
                        .collect(Collectors.joining(" + "));
            default -> inner + " " + criteria + " bool " + parts().getFirst();
        };
    }
}
