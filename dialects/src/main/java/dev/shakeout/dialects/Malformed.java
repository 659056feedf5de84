package dev.shakeout.dialects;

import dev.shakeout.model.Position;
import dev.shakeout.model.Problem;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;

/** Says in plain words why a parser gave up, and where. The parsers' own prose speaks to programmers. */
final class Malformed {
    private static final Pattern UNEXPECTED =
            Pattern.compile("Unexpected character \\('(.+)' \\(code \\d+\\)\\): (?:was )?expect(?:ing|ed) (.*)");
    private static final Pattern CLOSER = Pattern.compile("Unexpected close marker '(.)': expected '(.)'.*");
    private static final Pattern TOKEN = Pattern.compile("(?:Unrecognized|Non-standard) token '([^']*)'.*");
    private static final Pattern YAML_CHARACTER =
            Pattern.compile("found character '(.+)' that cannot start any token.*");

    private Malformed() {}

    static Problem problem(JacksonException failure, String file, String format) {
        if (failure.getCause() instanceof MarkedYamlEngineException yaml) {
            var mark = yaml.getProblemMark()
                    .or(() -> Optional.ofNullable(yaml.getContextMark()).flatMap(context -> context));
            var position = mark.map(m -> new Position(file, m.getLine() + 1, m.getColumn() + 1))
                    .orElseGet(() -> position(failure, file));
            return Problem.at(position, Wording.clean("not valid YAML: " + yaml(yaml.getProblem())));
        }
        String words = failure instanceof StreamConstraintsException
                ? "too long: it holds a number, a text or a nesting beyond all use"
                : failure.getCause() instanceof YamlEngineException engine
                        ? yaml(String.valueOf(engine.getMessage()))
                        : json(failure);
        return Problem.at(position(failure, file), Wording.clean("not valid " + format + ": " + words));
    }

    private static Position position(JacksonException failure, String file) {
        var location = Optional.ofNullable(failure.getLocation());
        return new Position(
                file,
                Math.max(1, location.map(l -> l.getLineNr()).orElse(1)),
                Math.max(1, location.map(l -> l.getColumnNr()).orElse(1)));
    }

    private static String yaml(String problem) {
        var character = YAML_CHARACTER.matcher(problem.lines().findFirst().orElse(""));
        if (character.matches()) {
            return character.group(1).contains("TAB")
                    ? "a tab cannot indent; use spaces"
                    : "a value cannot start with '" + character.group(1) + "'; put it in quotes";
        }
        return switch (problem) {
            case "mapping values are not allowed here" ->
                "a second ':' on this line, or a wrong indentation; put the value in quotes or mend the indentation";
            case "found unexpected end of stream" -> "a quote that is opened here is never closed";
            case "could not find expected ':'" -> "this key has no ':' after it";
            default ->
                problem.lines()
                        .findFirst()
                        .orElse("unreadable")
                        .replace("<stream end>", "the end of the file")
                        .replace("<block end>", "the end of the indented block")
                        .replace("<block mapping start>", "the start of an object")
                        .replace("<document start>", "the start of a document");
        };
    }

    private static String json(JacksonException failure) {
        String message =
                String.valueOf(failure.getOriginalMessage()).lines().findFirst().orElse("unreadable");
        if (message.startsWith("Unexpected end-of-input")) {
            return "the text ends too early; a brace, a bracket or a quote is not closed";
        }
        var unexpected = UNEXPECTED.matcher(message);
        if (unexpected.matches()) {
            return "found '" + unexpected.group(1) + "' where " + expected(unexpected.group(2)) + " belongs";
        }
        var closer = CLOSER.matcher(message);
        if (closer.matches()) {
            return "found '" + closer.group(1) + "' where '" + closer.group(2) + "' belongs";
        }
        var token = TOKEN.matcher(message);
        if (token.matches()) {
            return "'" + token.group(1) + "' is not a value; text goes in double quotes";
        }
        if (message.startsWith("Illegal unquoted character")) {
            return "a line break or tab inside text must be written as \\n or \\t";
        }
        if (message.startsWith("Expected a property name")) {
            return "a key must be a single word or text, not an object or a list";
        }
        return message.replaceAll("\\s*(\\(for .*|at \\[Source.*|`\\w+\\.\\w+`.*)$", "");
    }

    private static String expected(String words) {
        if (words.startsWith("a valid value")) {
            return "a value";
        }
        return words.replace("double-quote to start property name", "a key in double quotes")
                .replace("comma to separate Object entries", "',' or '}'")
                .replace("comma to separate Array entries", "',' or ']'")
                .replace("a colon to separate property name and value", "':'");
    }
}
