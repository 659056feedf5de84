package dev.shakeout.python;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import java.util.List;
import java.util.Optional;

/** What became of a request to the side process. */
sealed interface Answer {
    record Value(Json value) implements Answer {}

    /**
     * The user's code raised an exception.
     *
     * @param error in a line
     * @param trace how it came about, as a journal has it
     */
    record Failed(String error, List<String> trace) implements Answer {}

    /** The user's code asked for the end of the run. */
    record Ends(String words) implements Answer {}

    /** The process is gone; the words say how. */
    record Lost(String words) implements Answer {}

    /** An answer and the request that it belongs to. */
    record Numbered(long number, Answer answer) {}

    /** Empty when the line is no answer at all. */
    static Optional<Numbered> parse(String line) {
        return number(line).flatMap(number -> {
            try {
                return JsonReader.read(line) instanceof Json.Obj object
                        ? of(object).map(answer -> new Numbered(number, answer))
                        : Optional.empty();
            } catch (BadValue e) { // nested too deep, a number of a thousand digits
                String words = "the function returned what a journal cannot hold: " + e.getMessage();
                return Optional.of(new Numbered(number, new Failed(words, List.of())));
            }
        });
    }

    /** The number comes first, so that it is known whatever follows. */
    private static Optional<Long> number(String line) {
        String start = "{\"id\":";
        int end = line.indexOf(',');
        if (!line.startsWith(start) || end < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(Long.parseLong(line, start.length(), end, 10));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static Optional<Answer> of(Json.Obj object) {
        Optional<Answer> value = object.get("value").map(Value::new);
        return value.or(() -> object.get("ends").map(words -> new Ends(words.text())))
                .or(() -> object.get("failed").flatMap(Answer::failed));
    }

    private static Optional<Answer> failed(Json json) {
        if (json instanceof Json.Obj failed && failed.get("trace").orElse(Json.Null.NULL) instanceof Json.Arr lines) {
            return failed.get("error")
                    .map(error -> new Failed(
                            error.text(), lines.items().stream().map(Json::text).toList()));
        }
        return Optional.empty();
    }
}
