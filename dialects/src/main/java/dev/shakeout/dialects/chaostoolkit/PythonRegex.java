package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.model.BadValue;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A regular expression in the syntax of Python's re, said in Java's. What both write alike is left as it is; so what is
 * wrong in both is found by Java's own reader.
 */
final class PythonRegex {
    /** Python's classes and cases know all letters, and only \n ends a line. */
    static final int FLAGS = Pattern.UNICODE_CHARACTER_CLASS | Pattern.UNIX_LINES;

    private final String from;
    private final StringBuilder to = new StringBuilder();
    private final boolean asksForGroups;
    /** What is still open, and what closes it in Java. */
    private final Deque<String> closing = new ArrayDeque<>();

    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<Integer, Integer> javaNumbers = new HashMap<>();
    private final Map<Integer, Integer> markers = new HashMap<>();
    private int groups;
    private int javaGroups;
    private int at;

    private PythonRegex(String from) {
        this.from = from;
        this.asksForGroups = from.contains("(?(");
    }

    /** @throws BadValue when Python would not take it, as far as it is not up to Java to find that out */
    static String inJava(String pattern) {
        return new PythonRegex(pattern).translated();
    }

    private String translated() {
        while (at < from.length()) {
            one();
        }
        return to.toString();
    }

    private void one() {
        char c = from.charAt(at);
        switch (c) {
            case '\\' -> escape(false);
            case '[' -> set();
            case '(' -> open();
            case ')' -> close();
            case '{' -> brace();
            default -> {
                to.append(c);
                at++;
            }
        }
    }

    private void escape(boolean inSet) {
        if (at + 1 == from.length()) {
            throw wrong("a backslash at the end escapes nothing");
        }
        char c = from.charAt(at + 1);
        if (Character.isDigit(c)) {
            number(inSet);
            return;
        }
        at += 2;
        switch (c) {
            case 'Z' -> to.append(inSet ? unknown(c) : "\\z");
            case 'v' -> to.append("\\x0b");
            case 'b' -> to.append(inSet ? "\\x08" : "\\b");
            case 'A', 'B' -> to.append(inSet ? unknown(c) : "\\" + c);
            case 'U' -> wide();
            case 'a', 'd', 'D', 'f', 'n', 'N', 'r', 's', 'S', 't', 'u', 'w', 'W', 'x' ->
                to.append('\\').append(c);
            default -> to.append(Character.isLetter(c) && c < 0x80 ? unknown(c) : "\\" + c);
        }
    }

    private String unknown(char c) {
        at -= 2;
        throw wrong("Python knows no \\" + c);
    }

    private void wide() {
        String digits = from.substring(at, Math.min(at + 8, from.length()));
        if (!digits.matches("[0-9a-fA-F]{8}")) {
            throw wrong("\\U needs eight hexadecimal digits");
        }
        to.append("\\x{").append(digits.replaceFirst("^0{1,7}", "")).append('}');
        at += 8;
    }

    /** A character in octal digits, or what a group has found. */
    private void number(boolean inSet) {
        var octal =
                Pattern.compile("\\\\(0[0-7]{0,2}|[0-3][0-7]{2})").matcher(from).region(at, from.length());
        if (octal.lookingAt()) {
            to.append("\\x{%x}".formatted(Integer.parseInt(octal.group(1), 8)));
            at = octal.end();
            return;
        }
        var group = Pattern.compile("\\\\([1-9][0-9]?)").matcher(from).region(at, from.length());
        if (inSet || !group.lookingAt()) {
            throw wrong("a set of characters cannot hold a group");
        }
        int number = known(Integer.parseInt(group.group(1)));
        at = group.end();
        found(number);
    }

    private int known(int number) {
        if (number > groups) {
            throw wrong("there is no group " + number + " before it");
        }
        return number;
    }

    private void found(int group) {
        to.append("(?:\\").append(javaNumbers.get(group)).append(')');
    }

    /** Java's sets know more than Python's: sets in sets, and what two have in common. */
    private void set() {
        to.append('[');
        at++;
        if (at < from.length() && from.charAt(at) == '^') {
            to.append('^');
            at++;
        }
        for (boolean first = true; ; first = false) {
            if (at >= from.length()) {
                throw wrong("']' is missing");
            }
            char c = from.charAt(at);
            if (c == ']' && !first) {
                break;
            }
            if (c == '\\') {
                escape(true);
                continue;
            }
            boolean special = "[]&#^".indexOf(c) >= 0 || Character.isWhitespace(c);
            to.append(special ? "\\" : "").append(c);
            at++;
        }
        to.append(']');
        at++;
    }

    private void open() {
        if (!from.startsWith("(?", at)) {
            at++;
            opened(Optional.empty());
            return;
        }
        String rest = from.substring(at + 2);
        if (rest.startsWith("P<")) {
            named();
        } else if (rest.startsWith("P=")) {
            int end = end(')', at + 4);
            found(number(from.substring(at + 4, end)));
            at = end + 1;
        } else if (rest.startsWith("#")) {
            at = end(')', at) + 1;
        } else if (rest.startsWith("(")) {
            conditional();
        } else if (rest.startsWith("<") && !rest.startsWith("<=") && !rest.startsWith("<!")) {
            throw wrong("Python names a group (?P<name>...)");
        } else if (rest.matches("(?s)[aiLmsux-].*")) {
            flags();
        } else {
            int width = rest.startsWith("<") ? 4 : 3;
            to.append(from, at, Math.min(at + width, from.length()));
            at += width;
            closing.push(")");
        }
    }

    private void named() {
        int end = end('>', at + 4);
        String name = from.substring(at + 4, end);
        if (!name.matches("[\\p{L}_][\\p{L}\\p{N}_]*")) {
            throw wrong("'" + name + "' is no name for a group");
        }
        if (numbers.containsKey(name)) {
            throw wrong("there is a group '" + name + "' already");
        }
        at = end + 1;
        opened(Optional.of(name));
    }

    /** A group that a condition may ask for ends in an empty one, which a back reference finds if the group was met. */
    private void opened(Optional<String> name) {
        groups++;
        javaGroups++;
        int group = groups;
        name.ifPresent(each -> numbers.put(each, group));
        javaNumbers.put(group, javaGroups);
        to.append(asksForGroups ? "((?:" : "(");
        closing.push(asksForGroups ? "marked " + group : ")");
    }

    private void close() {
        if (closing.isEmpty()) {
            throw wrong("')' closes nothing");
        }
        String closes = closing.pop();
        if (closes.startsWith("marked ")) {
            javaGroups++;
            markers.put(Integer.parseInt(closes.substring(7)), javaGroups);
            to.append(")())");
        } else {
            to.append(closes);
        }
        at++;
    }

    private int number(String reference) {
        if (reference.matches("[0-9]{1,3}")) {
            return known(Integer.parseInt(reference));
        }
        Integer number = numbers.get(reference);
        if (number == null) {
            throw wrong("there is no group '" + reference + "' before it");
        }
        return number;
    }

    /** "(?(1)a|b)": Java has none, so both ways are tried, each behind a look at the group's marker. */
    private void conditional() {
        int end = end(')', at + 3);
        Integer marker = markers.get(number(from.substring(at + 3, end)));
        if (marker == null) {
            throw wrong("a condition can only ask for a group that has ended");
        }
        String met = "(?:\\" + marker + ")";
        at = end + 1;
        int start = to.length();
        int bar = -1;
        closing.push("condition");
        int depth = closing.size();
        while (closing.size() >= depth) {
            if (at >= from.length()) {
                throw wrong("')' is missing");
            }
            boolean inside = closing.size() > depth;
            if (!inside && from.charAt(at) == ')') {
                closing.pop();
                at++;
            } else {
                if (!inside && from.charAt(at) == '|') {
                    if (bar >= 0) {
                        throw wrong("a condition has no more than two ways");
                    }
                    bar = to.length();
                }
                one();
            }
        }
        String yes = bar < 0 ? to.substring(start) : to.substring(start, bar);
        String no = bar < 0 ? "" : to.substring(bar + 1);
        to.setLength(start);
        to.append("(?:")
                .append(met)
                .append(yes)
                .append("|(?!")
                .append(met)
                .append(')')
                .append(no)
                .append(')');
    }

    /** Flags for all stand in front; those of a part are closed with it. */
    private void flags() {
        var flags = Pattern.compile("\\(\\?([aimsux]*)(?:-([imsx]+))?([:)])")
                .matcher(from)
                .region(at, from.length());
        if (!flags.lookingAt()) {
            throw wrong("Python knows the flags a, i, m, s, u and x");
        }
        boolean whole = flags.group(3).equals(")");
        if (whole && (at > 0 || flags.group(2) != null)) {
            throw wrong("flags for the whole expression stand in front of it");
        }
        String on = flags.group(1).replaceAll("[au]", "");
        String off =
                Optional.ofNullable(flags.group(2)).orElse("") + (flags.group(1).contains("a") ? "U" : "");
        to.append("(?").append(on).append(off.isEmpty() ? "" : "-" + off).append(flags.group(3));
        at = flags.end();
        if (!whole) {
            closing.push(")");
        }
    }

    /** How often, or else just a brace. */
    private void brace() {
        var often = Pattern.compile("\\{([0-9]*)(,?)([0-9]*)}").matcher(from).region(at, from.length());
        boolean counts = often.lookingAt() && often.end() - often.start() > 2;
        if (counts) {
            String least = often.group(1).isEmpty() ? "0" : often.group(1);
            to.append('{')
                    .append(least)
                    .append(often.group(2))
                    .append(often.group(3))
                    .append('}');
            at = often.end();
        } else {
            to.append("\\{");
            at++;
        }
    }

    private int end(char closes, int start) {
        int end = from.indexOf(closes, start);
        if (end < 0) {
            throw wrong("'" + closes + "' is missing");
        }
        return end;
    }

    private BadValue wrong(String what) {
        return new BadValue(what + ", at character " + (at + 1));
    }
}
