package dev.shakeout.report;

import static dev.shakeout.report.Journals.at;
import static dev.shakeout.report.Journals.ms;
import static dev.shakeout.report.Journals.ran;
import static dev.shakeout.report.Journals.reading;

import dev.shakeout.model.Finding;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Json;
import dev.shakeout.model.Judgement;
import dev.shakeout.model.Phase;
import dev.shakeout.model.Plan;
import dev.shakeout.model.Recovery;
import dev.shakeout.model.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Journals that no run would leave, but that a report must bear. */
final class OddRuns {
    static final String NASTY = "</title><script>alert(1)</script> \"'`&amp; ]]> <!-- --> \u202Eevil\u0000\uD800 | * _ "
            + "שלום " + "w".repeat(400);

    private OddRuns() {}

    /** Ten thousand windows with a single spike and a single dip. */
    static Journal huge() {
        var j = new Journals();
        j.title = "An hour of load";
        j.length = Duration.ofSeconds(2501);
        j.probe("orders", Journals.SLO);
        j.load.put("orders", Runs.load(7, 2501, 100, t -> t == 1234.25 ? 5000 : 12, t -> t == 1300 ? 1 : 0));
        for (int i = 0; i < 40; i++) {
            j.injections.add(new Journal.Injected(
                    "i" + i,
                    "pause " + i,
                    "process/pause",
                    "process worker-" + i + " (pid " + i + ")",
                    "signal",
                    List.of(),
                    List.of(),
                    List.of(),
                    "",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(at(1000 + i)),
                    Optional.of(at(1400 + i)),
                    Optional.empty(),
                    Optional.of(true),
                    Optional.of(true),
                    List.of(),
                    List.of()));
        }
        return j.build();
    }

    /** Every text that comes from outside is hostile. */
    static Journal hostile() {
        var j = new Journals();
        j.title = NASTY;
        j.description = NASTY;
        j.hypothesis = Optional.of(NASTY);
        j.verdict = Verdict.DEVIATED;
        j.reasons.add(NASTY);
        j.reasons.add("\n\n# heading\n" + NASTY);
        j.probe(NASTY, Json.object("type", "regex", "pattern", NASTY));
        j.state(Phase.BEFORE, 2, ran(NASTY, 2, Json.of(NASTY), Judgement.of(true, NASTY)));
        j.state(Phase.AFTER, 30, ran(NASTY, 30, Json.of(NASTY), Judgement.of(false, NASTY)));
        j.load.put(NASTY, Runs.load(8, 40, 10, t -> 10, t -> 0.5));
        j.action(NASTY, 5, 1, Json.object(NASTY, Json.of(List.of(Json.of(NASTY)))));
        j.injections.add(new Journal.Injected(
                NASTY,
                NASTY,
                NASTY,
                NASTY,
                NASTY,
                List.of(NASTY),
                List.of(NASTY),
                List.of(NASTY),
                NASTY,
                Optional.of(reading(Double.NaN, NASTY, NASTY)),
                Optional.of(reading(1, NASTY, NASTY)),
                Optional.of(reading(1, NASTY, NASTY)),
                Optional.of(at(39)),
                Optional.empty(),
                Optional.empty(),
                Optional.of(true),
                Optional.of(false),
                List.of(NASTY),
                List.of()));
        j.radii.add(new Plan.BlastRadius(NASTY, NASTY, 1, 0));
        j.guards.add(new Journal.Guarded(NASTY, 1, 1, Optional.of(at(3)), NASTY));
        j.recoveries.add(new Recovery(NASTY, NASTY, at(1), at(2), Optional.of(ms(1)), Optional.empty()));
        j.findings.add(new Finding(NASTY, NASTY, NASTY, at(3), List.of(NASTY), List.of(NASTY)));
        j.interruptedBy = Optional.of(NASTY);
        return j.build();
    }
}
