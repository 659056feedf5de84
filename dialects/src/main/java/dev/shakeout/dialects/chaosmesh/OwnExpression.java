package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A condition of ours as a conditional branch of a Task asks: the opposite of {@link BranchExpression}. */
final class OwnExpression {
    private static final Pattern TOKEN =
            Pattern.compile("\\s*(?:activities\\[(?<task>\"(?:[^\"\\\\]|\\\\.)*\")\\]\\.(?<field>\\w+)"
                    + "|(?<method>\\.(?:contains|matches|startsWith|endsWith)\\()|(?<text>\"(?:[^\"\\\\]|\\\\.)*\")"
                    + "|(?<other>-?\\d+|true\\b|false\\b|==|!=|<=|>=|&&|\\|\\||[<>!()]))");

    private OwnExpression() {}

    /**
     * The same question.
     *
     * @param task that is asked about
     * @return empty where it asks something that is not asked there
     */
    static Optional<String> of(String condition, String task) {
        var theirs = new StringBuilder();
        Matcher token = TOKEN.matcher(condition);
        int at = 0;
        boolean argument = false;
        while (token.lookingAt()) {
            if (token.group("task") != null
                    && !(token.group("task").equals(Json.of(task).compact()) && isAsked(token))) {
                return Optional.empty();
            }
            String word = word(token);
            if (argument && word.equals(")")) {
                argument = false; // of a method, which is an operator there
            } else {
                argument |= token.group("method") != null;
                boolean close = theirs.isEmpty() || theirs.charAt(theirs.length() - 1) == '(' || word.equals(")");
                theirs.append(close || endsWithNot(theirs) ? "" : " ").append(word);
            }
            at = token.end();
            token.region(at, condition.length());
        }
        return condition.substring(at).isBlank() && same(theirs.toString(), task, condition)
                ? Optional.of(theirs.toString())
                : Optional.empty();
    }

    private static boolean isAsked(Matcher token) {
        return token.group("field").equals("exitCode") || token.group("field").equals("stdout");
    }

    private static boolean endsWithNot(StringBuilder text) {
        return !text.isEmpty() && text.charAt(text.length() - 1) == '!';
    }

    private static String word(Matcher token) {
        String method = token.group("method");
        return token.group("task") != null
                ? token.group("field")
                : method != null
                        ? method.substring(1, method.length() - 1)
                        : token.group().strip();
    }

    /** What is read from it must be what was meant; only parentheses may be others, which are there by the same precedence. */
    private static boolean same(String theirs, String task, String condition) {
        try {
            return bare(BranchExpression.translated(theirs, task)).equals(bare(condition));
        } catch (BadValue e) {
            return false;
        }
    }

    private static String bare(String condition) {
        return condition.replaceAll("[\\s()]", "");
    }
}
