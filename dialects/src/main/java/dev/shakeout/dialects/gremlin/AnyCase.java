package dev.shakeout.dialects.gremlin;

import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.List;
import java.util.Locale;

/** One of some words, in small letters or capitals; given back in small ones. */
final class AnyCase implements Type<String> {
    private final Type<String> words;

    AnyCase(String... words) {
        this.words = Type.choice(words);
    }

    AnyCase(List<String> words) {
        this(words.toArray(String[]::new));
    }

    @Override
    public String name() {
        return words.name();
    }

    @Override
    public String allowed() {
        return words.allowed();
    }

    @Override
    public String parse(Json json) {
        return words.parse(Json.of(json.text().toLowerCase(Locale.ROOT)));
    }

    @Override
    public Json.Obj schema() {
        return Json.object("type", "string");
    }
}
