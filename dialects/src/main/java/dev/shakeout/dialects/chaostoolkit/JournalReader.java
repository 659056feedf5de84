package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.JsonReader;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Journal.SteadyState;
import dev.shakeout.model.Json;
import dev.shakeout.model.LoadWindow;
import dev.shakeout.model.Phase;
import dev.shakeout.model.Problem;
import dev.shakeout.model.Rules;
import dev.shakeout.model.Verdict;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a journal that {@link JournalWriter} wrote, exactly. */
public final class JournalReader {
    private static final int DEEPEST = JsonReader.DEEPEST + 30; // a probe's output stands some levels down

    private static final String OURS = "shakeout";

    private JournalReader() {}

    public static Journal read(String file, String text) {
        return read(file, new StringReader(text));
    }

    /** @throws InvalidInput when it is no journal, or one of Chaos Toolkit's own, which lacks half of what we show */
    public static Journal read(String file, Reader text) {
        var top = JournalFields.of(JsonReader.read(file, text, DEEPEST), file + ": ");
        if (top.object().get(OURS).isEmpty()) {
            throw new InvalidInput(
                    Problem.of(
                            file
                                    + ": this journal has no member 'shakeout', so it was not written by Shakeout and cannot be shown"));
        }
        return journal(top);
    }

    /**
     * The same of JSON that may be something else: empty for what Shakeout has not written.
     *
     * @throws InvalidInput when it is no JSON, or a damaged journal
     */
    public static Optional<Journal> find(String file, String text) {
        Json json = JsonReader.read(file, new StringReader(text), DEEPEST);
        boolean ours = json instanceof Json.Obj object && object.get(OURS).isPresent();
        return ours ? Optional.of(journal(JournalFields.of(json, file + ": "))) : Optional.empty();
    }

    private static Journal journal(JournalFields top) {
        var ours = top.object(OURS);
        return new Journal(
                ours.text("version"),
                ours.text("run_id"),
                ours.textMap("environment"),
                ours.maybe("labels", ours::textMap).orElse(Map.of()),
                top.object("experiment").object(),
                ours.text("title"),
                ours.text("description"),
                ours.maybe("hypothesis", ours::text),
                ours.whole("seed"),
                top.instant("start"),
                top.instant("end"),
                ours.maybe("rules", ours::text)
                        .filter(RulesWords.of(Rules.CHAOS_TOOLKIT)::equals)
                        .map(_ -> Rules.CHAOS_TOOLKIT)
                        .orElse(Rules.SHAKEOUT),
                verdict(ours),
                new Journal.Toolkit(top.text("status"), top.flag("deviated")),
                ours.texts("reasons"),
                steadyStates(top.object("steady_states")),
                top.list("run", RunRecords::read),
                top.list("rollbacks", RunRecords::read),
                ours.list("injections", InjectionRecords::read),
                ours.list("blast_radius", Observations::radius),
                load(ours.object("load")),
                ours.list("guards", Observations::guard),
                ours.list("recoveries", Observations::recovery),
                ours.list("findings", Observations::finding),
                ours.maybe("proof", key -> Observations.proof(ours.object(key))),
                ours.maybe("interrupted_by", ours::text));
    }

    private static Verdict verdict(JournalFields ours) {
        try {
            return Verdict.ofWord(ours.text("verdict"));
        } catch (IllegalArgumentException _) {
            throw ours.wrong("verdict", "one of the verdicts, such as passed");
        }
    }

    private static List<SteadyState> steadyStates(JournalFields states) {
        var inOrder = new ArrayList<SteadyState>();
        state(states, Phase.BEFORE).ifPresent(inOrder::add);
        inOrder.addAll(states.list("during", state -> RunRecords.read(state, Phase.DURING)));
        state(states, Phase.AFTER).ifPresent(inOrder::add);
        return inOrder;
    }

    private static Optional<SteadyState> state(JournalFields states, Phase phase) {
        return states.maybe(phase.word(), key -> RunRecords.read(states.object(key), phase));
    }

    private static Map<String, List<LoadWindow>> load(JournalFields probes) {
        var load = new LinkedHashMap<String, List<LoadWindow>>();
        probes.object().members().keySet().forEach(probe -> load.put(probe, probes.list(probe, Observations::window)));
        return load;
    }
}
