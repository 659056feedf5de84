package dev.shakeout.model.jsonpath;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Reads a path, token by token. The grammar is jsonpath2's (JSONPath.g4). */
final class PathParser {
    private static final int DEEPEST = 100;
    private static final Set<String> RESERVED = Set.of("and", "or", "not", "true", "false", "null");

    private final List<Token> tokens;
    private int next;
    private int depth;

    PathParser(String text) {
        tokens = Token.all(text);
    }

    Path whole() {
        expect("$");
        var path = new Path(Path.Start.ROOT, steps());
        if (peek().kind() != Token.Kind.END) {
            throw wrong("the path should go on with '.', '..' or '[', or end");
        }
        return path;
    }

    private List<Path.Step> steps() {
        var steps = new ArrayList<Path.Step>();
        while (peek().is(".") || peek().is("..") || peek().is("[")) {
            if (peek().is("[")) {
                steps.add(new Path.Step(false, bracket()));
            } else {
                boolean descends = take().is("..");
                boolean bracket = descends && peek().is("[");
                steps.add(new Path.Step(descends, bracket ? bracket() : List.of(bare())));
            }
        }
        return steps;
    }

    private Subscript bare() {
        if (takes("*")) {
            return new Subscript.Every();
        }
        Token token = peek();
        if (token.kind() != Token.Kind.WORD || RESERVED.contains(token.text())) {
            throw wrong(
                    "a name of letters, digits and _ should follow, or *; any other name is written [\"like this\"]");
        }
        take();
        return peek().is("(") ? call(token) : new Subscript.Name(token.text());
    }

    private List<Subscript> bracket() {
        expect("[");
        List<Subscript> subscripts = separated(this::subscript);
        expect("]");
        return subscripts;
    }

    private Subscript subscript() {
        Token token = peek();
        return switch (token.kind()) {
            case TEXT -> new Subscript.Name(inside(take()));
            case NUMBER -> numbered();
            case WORD -> call(take());
            case SIGN -> signed(token);
            case END -> throw wrong("']' is missing");
        };
    }

    private Subscript numbered() {
        int number = whole(take());
        return peek().is(":") ? slice(Optional.of(number)) : new Subscript.Index(number);
    }

    private Subscript signed(Token token) {
        if (token.is("@") || token.is("$")) {
            return new Subscript.At(path());
        }
        if (token.is(":")) {
            return slice(Optional.empty());
        }
        if (takes("*")) {
            return new Subscript.Every();
        }
        if (takes("?")) {
            expect("(");
            Condition condition = nested(this::condition);
            expect(")");
            return new Subscript.Where(condition);
        }
        throw wrong("a name in double quotes, a number, a slice, *, ?(...) or a function should stand in '[...]'");
    }

    private Subscript slice(Optional<Integer> start) {
        expect(":");
        Optional<Integer> end = maybeNumber();
        Optional<Integer> step = takes(":") ? maybeNumber() : Optional.empty();
        if (step.equals(Optional.of(0))) {
            throw wrong("a slice with a step of 0 leads nowhere; before");
        }
        return new Subscript.Slice(start, end, step.orElse(1));
    }

    private Optional<Integer> maybeNumber() {
        return peek().kind() == Token.Kind.NUMBER ? Optional.of(whole(take())) : Optional.empty();
    }

    /** A number beyond what a list can hold is as good as the largest that it can. */
    private int whole(Token token) {
        if (!token.text().matches("-?[0-9]+")) {
            next--;
            throw wrong("a whole number should stand here");
        }
        int limit = Integer.MAX_VALUE / 2;
        BigDecimal number = new BigDecimal(token.text());
        return number.max(BigDecimal.valueOf(-limit))
                .min(BigDecimal.valueOf(limit))
                .intValue();
    }

    private Subscript call(Token name) {
        Function function = Arrays.stream(Function.values())
                .filter(each -> each.word.equals(name.text()))
                .findFirst()
                .orElseThrow(() ->
                        new BadValue(name.shown() + " is no function, and a name stands in double quotes; there are "
                                + Arrays.stream(Function.values())
                                        .map(each -> each.word + "()")
                                        .collect(Collectors.joining(", "))));
        expect("(");
        List<Operand> arguments = peek().is(")") ? List.of() : separated(this::operand);
        expect(")");
        return new Subscript.Call(function, arguments);
    }

    private Path path() {
        var start = take().is("$") ? Path.Start.ROOT : Path.Start.CURRENT;
        return new Path(start, nested(this::steps));
    }

    private Operand operand() {
        return peek().is("@") || peek().is("$") ? new Operand.Found(path()) : new Operand.Literal(value());
    }

    private Condition condition() {
        var all = new ArrayList<Condition>();
        do {
            all.add(either());
        } while (takesWord("and"));
        return all.size() == 1 ? all.getFirst() : new Condition.And(all);
    }

    private Condition either() {
        var any = new ArrayList<Condition>();
        do {
            any.add(maybeNot());
        } while (takesWord("or"));
        return any.size() == 1 ? any.getFirst() : new Condition.Or(any);
    }

    private Condition maybeNot() {
        boolean negated = false;
        while (takesWord("not")) {
            negated = !negated;
        }
        Condition condition = single();
        return negated ? new Condition.Not(condition) : condition;
    }

    private Condition single() {
        if (takes("(")) {
            Condition condition = nested(this::condition);
            expect(")");
            return condition;
        }
        Operand left = operand();
        for (Relation relation : Relation.values()) {
            if (takes(relation.sign)) {
                return new Condition.Compared(left, relation, operand());
            }
        }
        return new Condition.Holds(left);
    }

    private Json value() {
        Token token = peek();
        return switch (token.kind()) {
            case TEXT -> Json.of(inside(take()));
            case NUMBER -> new Json.Num(new BigDecimal(take().text()));
            case WORD -> word(token);
            case SIGN -> token.is("{") ? nested(this::object) : nested(this::array);
            case END -> throw wrong("a value is missing");
        };
    }

    private Json word(Token token) {
        Json value = switch (token.text()) {
            case "true" -> Json.of(true);
            case "false" -> Json.of(false);
            case "null" -> Json.Null.NULL;
            default -> throw wrong("a path that begins with @ or $, or a value as JSON writes it, should stand here");
        };
        take();
        return value;
    }

    private Json array() {
        expect("[");
        List<Json> items = peek().is("]") ? List.of() : separated(this::value);
        expect("]");
        return Json.of(items);
    }

    private Json object() {
        expect("{");
        var members = new LinkedHashMap<String, Json>();
        if (!peek().is("}")) {
            separated(() -> {
                if (peek().kind() != Token.Kind.TEXT) {
                    throw wrong("a name in double quotes should stand here");
                }
                String name = inside(take());
                expect(":");
                members.put(name, value());
                return name;
            });
        }
        expect("}");
        return new Json.Obj(members);
    }

    private <T> List<T> separated(Supplier<T> one) {
        var all = new ArrayList<T>();
        do {
            all.add(one.get());
        } while (takes(","));
        return all;
    }

    private <T> T nested(Supplier<T> inner) {
        if (++depth > DEEPEST) {
            throw wrong("it is nested more than " + DEEPEST + " deep");
        }
        T value = inner.get();
        depth--;
        return value;
    }

    /** That library does not resolve escapes, so neither does this. */
    private static String inside(Token text) {
        return text.text().substring(1, text.text().length() - 1);
    }

    private Token peek() {
        return tokens.get(next);
    }

    private Token take() {
        Token token = tokens.get(next);
        next = Math.min(next + 1, tokens.size() - 1);
        return token;
    }

    private boolean takes(String sign) {
        boolean there = peek().is(sign);
        if (there) {
            take();
        }
        return there;
    }

    private boolean takesWord(String word) {
        boolean there = peek().isWord(word);
        if (there) {
            take();
        }
        return there;
    }

    private void expect(String sign) {
        if (!takes(sign)) {
            throw wrong("'" + sign + "' should stand here");
        }
    }

    private BadValue wrong(String what) {
        return new BadValue(what + ": " + peek().shown());
    }
}
