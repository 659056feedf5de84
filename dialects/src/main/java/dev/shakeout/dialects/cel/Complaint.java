package dev.shakeout.dialects.cel;

import dev.cel.common.CelIssue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the language's own parser and checker say, in words for the writer of a file. */
final class Complaint {
    private static final Pattern UNEXPECTED =
            Pattern.compile("(?:mismatched|extraneous|no viable alternative at) input '(.*?)'.*", Pattern.DOTALL);
    private static final Pattern TOKEN = Pattern.compile("token recognition error at: '(.*)'", Pattern.DOTALL);
    private static final Pattern OVERLOAD =
            Pattern.compile("found no matching overload for '(.*?)' applied to '\\((.*?)\\)'.*", Pattern.DOTALL);
    private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '(.*?)'.*", Pattern.DOTALL);
    private static final int EXCERPT = 24;

    private Complaint() {}

    static String words(Subject subject, String text, CelIssue issue) {
        var place = issue.getSourceLocation();
        int offset = offset(text, place.getLine(), place.getColumn());
        return words(subject, issue.getMessage()) + at(text, offset);
    }

    private static String words(Subject subject, String message) {
        if (message.contains("<EOF>")) {
            return "it ends too early";
        }
        Matcher unexpected = UNEXPECTED.matcher(message);
        if (unexpected.matches()) {
            return "'" + unexpected.group(1) + "' does not belong here";
        }
        Matcher token = TOKEN.matcher(message);
        if (token.matches()) {
            return "'" + token.group(1) + "' is not understood";
        }
        Matcher overload = OVERLOAD.matcher(message);
        if (overload.matches()) {
            String operator = overload.group(1).replace("_", "").replace("@", "");
            return "'" + operator + "' does not go with " + overload.group(2);
        }
        Matcher undeclared = UNDECLARED.matcher(message);
        return undeclared.matches()
                ? "'" + undeclared.group(1) + "' is not known; write " + subject.all() + "['NAME'].FIELD"
                : message;
    }

    /** " (at character 12: `.p96 > 3`)". */
    static String at(String text, int offset) {
        int from = text.offsetByCodePoints(0, Math.clamp(offset, 0, text.codePointCount(0, text.length())));
        String rest = text.substring(from);
        String shown = rest.length() <= EXCERPT ? rest : rest.substring(0, EXCERPT) + "…";
        return " (at character " + (offset + 1) + (shown.isBlank() ? ", its end)" : ": `" + shown + "`)");
    }

    /** A line counts from 1 and a column from 0, in code points. */
    private static int offset(String text, int line, int column) {
        int start = 0;
        for (int i = 1; i < line; i++) {
            start = text.indexOf('\n', start) + 1;
        }
        return text.codePointCount(0, Math.min(Math.max(start, 0), text.length())) + Math.max(column, 0);
    }
}
