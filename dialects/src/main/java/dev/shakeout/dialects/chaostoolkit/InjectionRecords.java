package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.model.Journal.Injected;
import dev.shakeout.model.Json;
import dev.shakeout.model.Reading;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What became of injections, in a journal; members without a value are left out. */
final class InjectionRecords {
    private InjectionRecords() {}

    static Json.Obj write(Injected injected) {
        var members = new LinkedHashMap<String, Json>();
        members.put("id", Json.of(injected.id()));
        members.put("activity", Json.of(injected.activity()));
        members.put("fault", Json.of(injected.fault()));
        members.put("target", Json.of(injected.target()));
        members.put("rung", Json.of(injected.rung()));
        members.put("steps", texts(injected.steps()));
        members.put("inverses", texts(injected.inverses()));
        members.put("notes", texts(injected.notes()));
        members.put("effect", Json.of(injected.effect()));
        put(members, "before", injected.before().map(InjectionRecords::write));
        put(members, "on", injected.on().map(InjectionRecords::write));
        put(members, "after", injected.after().map(InjectionRecords::write));
        put(members, "injected", injected.injected().map(Times::instant));
        put(members, "taken_back", injected.takenBack().map(Times::instant));
        put(members, "undo_took", injected.undoTook().map(Times::duration));
        put(members, "bites", injected.bites().map(Json::of));
        put(members, "gone", injected.gone().map(Json::of));
        members.put("leftovers", texts(injected.leftovers()));
        if (!injected.stages().isEmpty()) {
            members.put(
                    "stages",
                    Json.of(injected.stages().stream()
                            .map(stage -> Json.object("at", Times.instant(stage.at()), "words", stage.words()))
                            .toList()));
        }
        return new Json.Obj(members);
    }

    static Injected read(JournalFields fields) {
        return new Injected(
                fields.text("id"),
                fields.text("activity"),
                fields.text("fault"),
                fields.text("target"),
                fields.text("rung"),
                fields.texts("steps"),
                fields.texts("inverses"),
                fields.texts("notes"),
                fields.text("effect"),
                fields.maybe("before", key -> reading(fields.object(key))),
                fields.maybe("on", key -> reading(fields.object(key))),
                fields.maybe("after", key -> reading(fields.object(key))),
                fields.maybe("injected", fields::instant),
                fields.maybe("taken_back", fields::instant),
                fields.maybe("undo_took", fields::duration),
                fields.maybe("bites", fields::flag),
                fields.maybe("gone", fields::flag),
                fields.texts("leftovers"),
                fields.maybe("stages", key -> fields.list(key, InjectionRecords::stage))
                        .orElse(List.of()));
    }

    private static Injected.Stage stage(JournalFields fields) {
        return new Injected.Stage(fields.instant("at"), fields.text("words"));
    }

    /** A value that is no finite number becomes null. */
    private static Json write(Reading reading) {
        return Json.object("value", Json.of(reading.value()), "unit", reading.unit(), "words", reading.words());
    }

    private static Reading reading(JournalFields fields) {
        double value = fields.maybe("value", fields::number)
                .map(number -> number.doubleValue())
                .orElse(Double.NaN);
        return new Reading(value, fields.text("unit"), fields.text("words"));
    }

    static Json texts(List<String> texts) {
        return Json.of(texts.stream().map(Json.Str::new).toList());
    }

    static void put(Map<String, Json> members, String key, Optional<? extends Json> value) {
        value.ifPresent(json -> members.put(key, json));
    }
}
