package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.model.Journal.Ran;
import dev.shakeout.model.Journal.SteadyState;
import dev.shakeout.model.Json;
import dev.shakeout.model.Judgement;
import dev.shakeout.model.Phase;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** Activities and steady states in a journal: Chaos Toolkit's members, and ours under {@code shakeout}. */
public final class RunRecords {
    private RunRecords() {}

    /** How that tool writes why an activity failed: one line of a traceback. */
    private static final String FAILED = "chaoslib.exceptions.ActivityFailed: ";

    public static Json write(List<Ran> runs) {
        return Json.of(runs.stream().map(RunRecords::write).toList());
    }

    /** As in that tool, an interrupted activity has no status, and only a judged probe has tolerance_met. */
    public static Json.Obj write(Ran ran) {
        var run = new LinkedHashMap<String, Json>();
        var ours = new LinkedHashMap<String, Json>();
        run.put("activity", ran.activity());
        run.put("start", Times.instant(ran.start()));
        ran.status().ifPresent(status -> run.put("status", Json.of(status)));
        run.put("output", ran.output());
        run.put("end", Times.instant(ran.start().plus(ran.duration())));
        run.put("duration", Times.duration(ran.duration()));
        ours.put("name", Json.of(ran.name()));
        if (ran.status().isEmpty() || ran.isSkipped()) { // that tool has no words for why one was cut short or left out
            ran.error().ifPresent(error -> ours.put("error", Json.of(error)));
        } else if (!ran.trace().isEmpty()) {
            run.put("exception", InjectionRecords.texts(ran.trace()));
            ours.put("error", Json.of(ran.error().orElse("")));
        } else if (ran.error().isPresent()) {
            run.put(
                    "exception",
                    InjectionRecords.texts(List.of(FAILED + ran.error().get() + "\n")));
        }
        if (ran.judgement().isPresent()) {
            Judgement judgement = ran.judgement().get();
            run.put("tolerance_met", Json.of(judgement.met()));
            ours.put("enough", Json.of(judgement.enough()));
            ours.put("words", Json.of(judgement.words()));
        }
        run.put("shakeout", new Json.Obj(ours));
        return new Json.Obj(run);
    }

    static Ran read(JournalFields run) {
        var ours = run.object("shakeout");
        List<String> exception = run.maybe("exception", run::texts).orElse(List.of());
        Optional<String> error = ours.maybe("error", ours::text);
        return new Ran(
                ours.text("name"),
                run.object("activity").object(),
                run.instant("start"),
                run.duration("duration"),
                run.maybe("status", run::text),
                run.json("output"),
                error.isPresent() || exception.isEmpty() ? error : Optional.of(error(exception)),
                run.maybe("tolerance_met", run::flag)
                        .map(met -> new Judgement(met, ours.flag("enough"), ours.text("words"))),
                error.isPresent() ? exception : List.of());
    }

    private static String error(List<String> traceback) {
        String text = String.join("", traceback);
        String bare = text.startsWith(FAILED) ? text.substring(FAILED.length()) : text;
        return bare.endsWith("\n") ? bare.substring(0, bare.length() - 1) : bare;
    }

    public static Json.Obj write(SteadyState state) {
        return Json.object(
                "steady_state_met",
                state.met(),
                "probes",
                write(state.probes()),
                "shakeout",
                Json.object("at", Times.instant(state.at()), "enough", state.enough()));
    }

    static SteadyState read(JournalFields state, Phase phase) {
        var ours = state.object("shakeout");
        Instant at = ours.instant("at");
        return new SteadyState(
                phase, at, state.flag("steady_state_met"), ours.flag("enough"), state.list("probes", RunRecords::read));
    }
}
