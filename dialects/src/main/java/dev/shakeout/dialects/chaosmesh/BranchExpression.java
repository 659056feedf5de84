package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a conditional branch of a workflow asks of its task, in the language of github.com/antonmedv/expr, put into the
 * Common Expression Language. Taken are comparisons of {@code exitCode} and {@code stdout}, and what joins these; operators
 * bind as they do there.
 */
final class BranchExpression {
    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:(?<word>[A-Za-z_][A-Za-z_0-9]*)|(?<number>-?\\d+)"
                    + "|\"(?<text>(?:[^\"\\\\]|\\\\.)*)\"|'(?<quoted>(?:[^'\\\\]|\\\\.)*)'|(?<sign>==|!=|<=|>=|&&|\\|\\||[<>!()]))");
    private static final Map<String, String> METHODS =
            Map.of("contains", "contains", "matches", "matches", "startsWith", "startsWith", "endsWith", "endsWith");
    private static final List<String> COMPARISONS = List.of("==", "!=", "<", "<=", ">", ">=");
    private static final int DEEPEST = 100;

    private final String task;
    private final List<Token> tokens;
    private int next;
    private int depth;

    private enum Kind {
        WORD,
        NUMBER,
        TEXT,
        SIGN,
        END
    }

    private record Token(Kind kind, String text, int at) {}

    private enum Sort {
        NUMBER("a number"),
        TEXT("a text"),
        FLAG("true or false");

        private final String words;

        Sort(String words) {
            this.words = words;
        }
    }

    /** @param cel the same in the other language */
    private record Part(String cel, Sort sort) {}

    private BranchExpression(String task, List<Token> tokens) {
        this.task = task;
        this.tokens = tokens;
    }

    /**
     * The same question.
     *
     * @param task the name of the activity that is asked about
     * @throws BadValue it asks something that is not taken, or makes no sense
     */
    static String translated(String expression, String task) {
        var reader = new BranchExpression(task, tokens(expression));
        Part whole = reader.either();
        if (reader.peek().kind() != Kind.END) {
            throw reader.unexpected();
        }
        if (whole.sort() != Sort.FLAG) {
            throw new BadValue("it must be true or false, as by a comparison; it gives " + whole.sort().words);
        }
        return whole.cel();
    }

    private static List<Token> tokens(String expression) {
        var tokens = new ArrayList<Token>();
        Matcher matcher = TOKEN.matcher(expression);
        int at = 0;
        while (matcher.lookingAt()) {
            tokens.add(token(matcher, at));
            at = matcher.end();
            matcher.region(at, expression.length());
        }
        if (!expression.substring(at).isBlank()) {
            throw new BadValue(
                    "'" + expression.substring(at).strip() + "' is not understood (at character " + (at + 1) + ")");
        }
        tokens.add(new Token(Kind.END, "", expression.length()));
        return tokens;
    }

    private static Token token(Matcher matcher, int at) {
        return group(matcher, "word")
                .map(word -> new Token(Kind.WORD, word, at))
                .or(() -> group(matcher, "number").map(number -> new Token(Kind.NUMBER, number, at)))
                .or(() -> group(matcher, "sign").map(sign -> new Token(Kind.SIGN, sign, at)))
                .or(() -> group(matcher, "text")
                        .or(() -> group(matcher, "quoted"))
                        .map(text -> new Token(Kind.TEXT, unescaped(text), at)))
                .orElseThrow();
    }

    private static Optional<String> group(Matcher matcher, String name) {
        return Optional.ofNullable(matcher.group(name));
    }

    private static String unescaped(String text) {
        var plain = new StringBuilder();
        boolean escaped = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!escaped && c == '\\') {
                escaped = true;
                continue;
            }
            plain.append(escaped ? meant(c) : c);
            escaped = false;
        }
        return plain.toString();
    }

    private static char meant(char escaped) {
        return switch (escaped) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case '\\', '"', '\'' -> escaped;
            default -> throw new BadValue("'\\" + escaped + "' is no escape that is taken");
        };
    }

    private Token peek() {
        return tokens.get(next);
    }

    private boolean takes(String... texts) {
        boolean is = (peek().kind() == Kind.WORD || peek().kind() == Kind.SIGN)
                && List.of(texts).contains(peek().text());
        if (is) {
            next++;
        }
        return is;
    }

    private BadValue unexpected() {
        Token token = peek();
        return token.kind() == Kind.END
                ? new BadValue("it ends too early")
                : new BadValue("'" + token.text() + "' does not belong here (at character " + (token.at() + 1)
                        + "); taken are exitCode and stdout, compared by == != < <= > >= contains matches startsWith"
                        + " endsWith, and joined by and, or, not");
    }

    private Part either() {
        if (++depth > DEEPEST) {
            throw new BadValue("it is nested too deeply");
        }
        Part left = both();
        while (takes("or", "||")) {
            left = joined(left, "||", both());
        }
        depth--;
        return left;
    }

    private Part both() {
        Part left = comparison();
        while (takes("and", "&&")) {
            left = joined(left, "&&", comparison());
        }
        return left;
    }

    private static Part joined(Part left, String by, Part right) {
        flag(left, by);
        flag(right, by);
        return new Part("(" + left.cel() + " " + by + " " + right.cel() + ")", Sort.FLAG);
    }

    private static void flag(Part part, String by) {
        if (part.sort() != Sort.FLAG) {
            throw new BadValue("'" + by + "' joins what is true or false, and " + part.cel() + " is "
                    + part.sort().words + "; put a comparison into parentheses");
        }
    }

    private Part comparison() {
        Part left = one();
        while (true) {
            String operator = peek().text();
            boolean word = peek().kind() == Kind.WORD && METHODS.containsKey(operator);
            if (!word && !(peek().kind() == Kind.SIGN && COMPARISONS.contains(operator))) {
                return left;
            }
            next++;
            Part right = one();
            if (left.sort() != right.sort() || (word && left.sort() != Sort.TEXT)) {
                throw new BadValue(
                        "'" + operator + "' does not go with " + left.sort().words + " and " + right.sort().words);
            }
            left = new Part(
                    word
                            ? left.cel() + "." + METHODS.get(operator) + "(" + right.cel() + ")"
                            : left.cel() + " " + operator + " " + right.cel(),
                    Sort.FLAG);
        }
    }

    private Part one() {
        if (takes("not", "!")) {
            Part part = one();
            flag(part, "not");
            return new Part("!" + part.cel(), Sort.FLAG);
        }
        if (takes("(")) {
            Part within = either();
            if (!takes(")")) {
                throw unexpected();
            }
            return new Part(within.cel().startsWith("(") ? within.cel() : "(" + within.cel() + ")", within.sort());
        }
        Token token = peek();
        next++;
        return switch (token.kind()) {
            case NUMBER -> new Part(token.text(), Sort.NUMBER);
            case TEXT -> new Part(Json.of(token.text()).compact(), Sort.TEXT);
            case WORD -> named(token);
            case SIGN, END -> {
                next--;
                throw unexpected();
            }
        };
    }

    private Part named(Token token) {
        return switch (token.text()) {
            case "exitCode" -> new Part(of("exitCode"), Sort.NUMBER);
            case "stdout" -> new Part(of("stdout"), Sort.TEXT);
            case "true", "false" -> new Part(token.text(), Sort.FLAG);
            default -> {
                next--;
                throw unexpected();
            }
        };
    }

    private String of(String field) {
        return "activities[" + Json.of(task).compact() + "]." + field;
    }
}
