package dev.shakeout.report;

import dev.shakeout.model.Json;
import dev.shakeout.report.gate.Answer;
import dev.shakeout.report.gate.Question;
import dev.shakeout.report.gate.Reason;
import java.util.LinkedHashMap;
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
                Json.of(answer.reasons().stream().map(GateJson::reason).toList()));
    }

    private static Json.Obj reason(Reason reason) {
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
