package dev.shakeout.report;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.report.gate.Answer;
import dev.shakeout.report.gate.Question;
import dev.shakeout.report.gate.Reason;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A gate's answer for programs. */
public final class GateJson {
    private GateJson() {}

    public static Json.Obj of(Answer answer) {
        Question question = answer.question();
        var asked = new LinkedHashMap<String, Json>();
        put(asked, "service", question.service());
        put(asked, "environment", question.environment());
        put(asked, "version", question.version());
        asked.put("max-age-seconds", Json.of(question.maxAge().toSeconds()));
        asked.put("required", Json.of(question.required().stream().map(Json::of).toList()));
        return Json.object(
                "gate",
                answer.word(),
                "open",
                answer.open(),
                "asked",
                question.now().toString(),
                "question",
                new Json.Obj(asked),
                "reasons",
                Json.of(answer.reasons().stream().map(GateJson::written).toList()));
    }

    /**
     * The way back.
     *
     * @throws BadValue it is no answer of a gate, or one of a later release
     */
    public static Answer read(Json.Obj answer) {
        var asked = answer.get("question").orElse(Json.Null.NULL) instanceof Json.Obj object ? object : Json.Obj.EMPTY;
        try {
            var question = new Question(
                    text(asked, "service"),
                    text(asked, "environment"),
                    text(asked, "version"),
                    Duration.ofSeconds(
                            Long.parseLong(text(asked, "max-age-seconds").orElse(""))),
                    items(asked, "required").stream().map(Json::text).toList(),
                    Instant.parse(text(answer, "asked").orElse("")));
            return new Answer(
                    question,
                    items(answer, "reasons").stream().map(GateJson::reason).toList());
        } catch (DateTimeException | NumberFormatException _) {
            throw new BadValue("that is no answer of a gate");
        }
    }

    private static Reason reason(Json json) {
        var reason = json instanceof Json.Obj object ? object : Json.Obj.EMPTY;
        String kind = text(reason, "kind").orElse("");
        for (Reason.Kind each : Reason.Kind.values()) {
            if (each.id().equals(kind)) {
                return new Reason(each, text(reason, "words").orElse(""), text(reason, "journal"));
            }
        }
        throw new BadValue("the gate gives a reason of a kind that is not known here: '" + kind + "'");
    }

    private static Optional<String> text(Json.Obj object, String key) {
        return object.get(key).map(Json::text);
    }

    private static List<Json> items(Json.Obj object, String key) {
        return object.get(key).orElse(Json.Null.NULL) instanceof Json.Arr(var items) ? items : List.of();
    }

    private static Json.Obj written(Reason reason) {
        var members = new LinkedHashMap<String, Json>();
        members.put("kind", Json.of(reason.kind().id()));
        members.put("closes", Json.of(reason.kind().closes()));
        members.put("words", Json.of(reason.words()));
        put(members, "journal", reason.source());
        return new Json.Obj(members);
    }

    private static void put(Map<String, Json> members, String key, Optional<String> value) {
        value.ifPresent(text -> members.put(key, Json.of(text)));
    }
}
