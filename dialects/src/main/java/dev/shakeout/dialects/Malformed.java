package dev.shakeout.dialects;

import dev.shakeout.model.Position;
import dev.shakeout.model.Problem;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;

/** Says in plain words why a parser gave up, and where. The parsers' own prose speaks to programmers. */
final class Malformed {
    private Malformed() {}

    static Problem problem(JacksonException failure, String file, ParserWords format) {
        String words = failure instanceof StreamConstraintsException
                ? "it is nested too deep"
                : format.plain(message(failure));
        return Problem.at(position(failure, file), "not valid " + format + ": " + words);
    }

    private static String message(JacksonException failure) {
        return failure.getCause() instanceof MarkedYamlEngineException yaml
                ? yaml.getProblem()
                : String.valueOf(failure.getOriginalMessage());
    }

    /** The YAML parser's own mark is exact where the location of the exception around it is that of the token before. */
    private static Position position(JacksonException failure, String file) {
        if (failure.getCause() instanceof MarkedYamlEngineException yaml) {
            Optional<Mark> mark = yaml.getProblemMark();
            if (mark.isPresent()) {
                return new Position(file, mark.get().getLine() + 1, mark.get().getColumn() + 1);
            }
        }
        var location = Optional.ofNullable(failure.getLocation());
        return new Position(
                file,
                Math.max(1, location.map(l -> l.getLineNr()).orElse(1)),
                Math.max(1, location.map(l -> l.getColumnNr()).orElse(1)));
    }
}
