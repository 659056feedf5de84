package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.JsonWriter;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Journal.SteadyState;
import dev.shakeout.model.Json;
import dev.shakeout.model.Phase;
import java.io.IOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes a journal that Chaos Toolkit's own readers take: its members with its meaning (chaoslib/run.py), and ours under
 * the one key {@code shakeout}. A secret is never in it unless a probe answered with one.
 */
public final class JournalWriter {
    private JournalWriter() {}

    public static String write(Journal journal) {
        return JsonWriter.write(json(journal));
    }

    /** Does not close {@code out}. */
    public static void write(Journal journal, Writer out) throws IOException {
        JsonWriter.write(json(journal), out);
    }

    public static Json.Obj json(Journal journal) {
        return Json.object(
                "chaoslib-version",
                "shakeout " + journal.version(),
                "platform",
                Stream.of("os", "kernel")
                        .map(key -> journal.environment().getOrDefault(key, ""))
                        .filter(word -> !word.isEmpty())
                        .collect(Collectors.joining(" ")),
                "node",
                journal.environment().getOrDefault("host", ""),
                "experiment",
                journal.experiment(),
                "start",
                Times.instant(journal.start()),
                "status",
                journal.toolkit().status(),
                "deviated",
                journal.toolkit().deviated(),
                "steady_states",
                steadyStates(journal),
                "run",
                RunRecords.write(journal.run()),
                "rollbacks",
                RunRecords.write(journal.rollbacks()),
                "end",
                Times.instant(journal.end()),
                "duration",
                Times.duration(journal.duration()),
                "shakeout",
                ours(journal));
    }

    private static Json.Obj steadyStates(Journal journal) {
        return Json.object(
                "before",
                journal.steadyState(Phase.BEFORE).<Json>map(RunRecords::write).orElse(Json.Null.NULL),
                "after",
                journal.steadyState(Phase.AFTER).<Json>map(RunRecords::write).orElse(Json.Null.NULL),
                "during",
                list(
                        journal.steadyStates().stream()
                                .filter(state -> state.phase() == Phase.DURING)
                                .toList(),
                        (SteadyState state) -> RunRecords.write(state)));
    }

    private static Json.Obj ours(Journal journal) {
        var members = new LinkedHashMap<String, Json>();
        members.put("version", Json.of(journal.version()));
        members.put("run_id", Json.of(journal.runId()));
        members.put("title", Json.of(journal.title()));
        members.put("description", Json.of(journal.description()));
        InjectionRecords.put(members, "hypothesis", journal.hypothesis().map(Json::of));
        members.put("rules", Json.of(RulesWords.of(journal.rules())));
        members.put("verdict", Json.of(journal.verdict().word()));
        members.put("exit_code", Json.of(journal.exitCode()));
        members.put("reasons", InjectionRecords.texts(journal.reasons()));
        InjectionRecords.put(members, "interrupted_by", journal.interruptedBy().map(Json::of));
        members.put("seed", Json.of(journal.seed()));
        members.put("environment", map(journal.environment(), Json::of));
        if (!journal.labels().isEmpty()) {
            members.put("labels", map(journal.labels(), Json::of));
        }
        members.put("blast_radius", list(journal.radii(), Observations::write));
        members.put("injections", list(journal.injections(), InjectionRecords::write));
        members.put("guards", list(journal.guards(), Observations::write));
        members.put("recoveries", list(journal.recoveries(), Observations::write));
        members.put("findings", list(journal.findings(), Observations::write));
        InjectionRecords.put(members, "proof", journal.proof().map(Observations::write));
        members.put("load", map(journal.load(), windows -> list(windows, Observations::write)));
        return new Json.Obj(members);
    }

    private static <T> Json list(List<T> values, Function<T, Json.Obj> write) {
        return Json.of(values.stream().map(write).toList());
    }

    private static <T> Json map(Map<String, T> values, Function<T, Json> write) {
        var members = new LinkedHashMap<String, Json>();
        values.forEach((key, value) -> members.put(key, write.apply(value)));
        return new Json.Obj(members);
    }
}
