package dev.shakeout.report;

import dev.shakeout.model.Journal;
import dev.shakeout.model.Judgement;
import dev.shakeout.model.Phase;
import java.util.List;
import java.util.Optional;

/**
 * All checks of one probe of the hypothesis in one phase, as one.
 *
 * @param words what was measured: of the first check that was not met, else of the last
 */
record Check(String probe, Phase phase, Outcome outcome, int met, int checks, String words, Optional<Journal.Ran> ran) {
    enum Outcome {
        MET("met", "✓"),
        NOT_MET("not met", "✗"),
        TOO_LITTLE("too little data", "?"),
        INTERRUPTED("interrupted", "–"),
        NOT_CHECKED("not checked", "–");

        final String word;
        final String mark;

        Outcome(String word, String mark) {
            this.word = word;
            this.mark = mark;
        }
    }

    private static final int LONGEST = 160;

    static Check of(Journal journal, String probe, Phase phase) {
        var runs = journal.steadyStates().stream()
                .filter(state -> state.phase() == phase)
                .flatMap(state -> state.probes().stream())
                .filter(ran -> ran.name().equals(probe))
                .toList();
        if (runs.isEmpty()) {
            return new Check(probe, phase, Outcome.NOT_CHECKED, 0, 0, "", Optional.empty());
        }
        var shown = first(runs, Outcome.NOT_MET)
                .or(() -> first(runs, Outcome.TOO_LITTLE))
                .orElse(runs.getLast());
        int met = Math.toIntExact(
                runs.stream().filter(r -> outcome(r) == Outcome.MET).count());
        return new Check(probe, phase, outcome(shown), met, runs.size(), words(shown), Optional.of(shown));
    }

    private static Optional<Journal.Ran> first(List<Journal.Ran> runs, Outcome outcome) {
        return runs.stream().filter(ran -> outcome(ran) == outcome).findFirst();
    }

    static Outcome outcome(Journal.Ran ran) {
        if (ran.status().isEmpty()) {
            return Outcome.INTERRUPTED;
        }
        if (!ran.status().get().equals("succeeded")) {
            return Outcome.NOT_MET;
        }
        return ran.judgement()
                .map(j -> j.met() ? Outcome.MET : j.enough() ? Outcome.NOT_MET : Outcome.TOO_LITTLE)
                .orElse(Outcome.MET);
    }

    static String words(Journal.Ran ran) {
        return ran.judgement()
                .map(Judgement::words)
                .or(ran::error)
                .orElseGet(() -> Plain.shortened(ran.output().text(), LONGEST));
    }

    /** How often it was met, where it was checked more than once. */
    Optional<String> times() {
        return checks > 1 ? Optional.of(met + " of " + checks + " checks met") : Optional.empty();
    }
}
