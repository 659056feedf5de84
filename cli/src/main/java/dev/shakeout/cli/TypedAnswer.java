package dev.shakeout.cli;

import dev.shakeout.dialects.TreeReader;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;

/** What a person means by what was typed: 200 is a number, {type: slo} is an object, all else is text. */
final class TypedAnswer {
    private TypedAnswer() {}

    static Json plain(String answer) {
        try {
            return TreeReader.readOurs("answer", answer, TreeReader.Form.YAML).json();
        } catch (InvalidInput _) {
            return Json.of(answer);
        }
    }

    /** @throws BadValue when the type takes it neither as what it looks like nor as text */
    static Json of(String answer, Type<?> type) {
        Json plain = plain(answer);
        try {
            type.parse(plain);
            return plain;
        } catch (BadValue _) {
            Json text = Json.of(answer);
            type.parse(text);
            return text;
        }
    }
}
