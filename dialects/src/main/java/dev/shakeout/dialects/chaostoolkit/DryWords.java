package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.Words;
import dev.shakeout.model.Dry;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a file says is only pretended: true for all of it, or one of Chaos Toolkit's words for --dry. */
final class DryWords implements Type<Dry> {
    static final DryWords TYPE = new DryWords();

    private static final Words<Dry> WORDS = words();

    private static Words<Dry> words() {
        var words = new LinkedHashMap<String, Dry>();
        for (Dry dry : Dry.values()) {
            words.put(dry.word(), dry);
        }
        return new Words<>(words, Map.of());
    }

    @Override
    public String name() {
        return "dry";
    }

    @Override
    public String allowed() {
        return "true, false, or " + WORDS.allowed();
    }

    @Override
    public Json.Obj schema() {
        return Json.object("anyOf", Json.of(List.of(Json.object("type", "boolean"), WORDS.schema())));
    }

    @Override
    public Dry parse(Json json) {
        return json instanceof Json.Bool(boolean all) ? (all ? Dry.ACTIVITIES : Dry.NOTHING) : WORDS.parse(json);
    }
}
