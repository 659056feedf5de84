package dev.shakeout.cli;

import dev.shakeout.cli.LogLine.Level;
import dev.shakeout.engine.RunListener;
import dev.shakeout.model.ActivityRun;
import dev.shakeout.model.Event;
import dev.shakeout.model.Judgement;
import dev.shakeout.model.Phase;
import dev.shakeout.model.Span;
import dev.shakeout.model.Verdict;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Writes a line for every event of a run. Of what a provider answered there is only what a tolerance says of it; the
 * answer itself may be long, or nobody's business, and is in the journal.
 */
final class EventLog implements RunListener {
    private final Log log;
    private final Map<String, String> about = new TreeMap<>();

    /** @param about what every line is about, besides the run and its environment */
    EventLog(Log log, Map<String, String> about) {
        this.log = log;
        this.about.putAll(about);
    }

    @Override
    public void on(Event event) {
        if (event instanceof Event.RunStarted e) {
            about.put("run", e.runId());
            Optional.ofNullable(e.labels().get("environment")).ifPresent(where -> about.put("environment", where));
        }
        LogLine line = line(event);
        log.write(new LogLine(line.at(), line.level(), line.words(), about));
    }

    private static LogLine line(Event event) {
        return switch (event) {
            case Event.RunStarted e ->
                info(e, "run " + e.runId() + ": " + e.experiment().title());
            case Event.PhaseStarted e ->
                info(
                        e,
                        e.phase() == Phase.DURING
                                ? "method"
                                : "steady state " + e.phase().word());
            case Event.ProbeChecked e -> ended(e, "probe (" + e.phase().word() + ")", e.run());
            case Event.SteadyStateJudged e ->
                line(
                        e,
                        e.met() ? Level.INFO : Level.WARNING,
                        "steady state " + e.phase().word() + ": " + (e.met() ? "met" : "not met"));
            case Event.ActivityStarted e -> debug(e, "begins: " + e.activity().name());
            case Event.ActivityEnded e -> ended(e, "method", e.run());
            case Event.ActivitySkipped e ->
                info(
                        e,
                        "skipped: " + e.run().activity().name() + ": "
                                + e.run().error().orElse(""));
            case Event.RollbackEnded e -> ended(e, "rollback", e.run());
            case Event.Injecting e ->
                info(
                        e,
                        "injecting " + e.injection().fault() + " on "
                                + e.injection().target() + " by "
                                + e.injection().rung());
            case Event.Injected e ->
                info(
                        e,
                        "injected " + e.injection().fault()
                                + e.until().map(until -> ", until " + until).orElse(""));
            case Event.EffectMeasured e ->
                line(
                        e,
                        e.bites() ? Level.INFO : Level.WARNING,
                        (e.bites() ? "effect of " : "no effect of ")
                                + e.injection().fault() + ": " + e.reading().words());
            case Event.StageReached e ->
                info(e, "stage of " + e.injection().fault() + ": " + e.reading().words());
            case Event.TakenBack e ->
                line(
                        e,
                        e.gone().orElse(true) ? Level.INFO : Level.ERROR,
                        (e.gone().isEmpty() ? "over at once" : "taken back in " + Span.words(e.took())) + ": "
                                + e.injection().fault() + " (" + e.after().words() + ")");
            case Event.NotTakenBack e ->
                line(
                        e,
                        Level.ERROR,
                        "NOT taken back: " + e.injection().fault() + ": " + e.why() + "; run: "
                                + String.join(" ; ", e.commands()));
            case Event.LoadMeasured e ->
                debug(
                        e,
                        e.probe() + ": p50 " + Span.words(e.window().p50()) + ", p95 "
                                + Span.words(e.window().p95()) + ", errors "
                                + e.window().errorRate());
            case Event.GuardRead e ->
                debug(e, "guard " + e.guard() + ": " + e.judgement().words());
            case Event.GuardBreached e ->
                line(
                        e,
                        Level.WARNING,
                        "guard " + e.guard() + ", breach " + e.inARow() + " of " + e.limit() + ": " + e.words());
            case Event.GuardTripped e -> line(e, Level.ERROR, "guard " + e.guard() + " stops the run: " + e.words());
            case Event.RecoveryMeasured e ->
                info(
                        e,
                        "recovery by '" + e.recovery().probe() + "': left its limits "
                                + e.recovery()
                                        .timeToDetect()
                                        .map(Span::words)
                                        .map(time -> time + " after the fault")
                                        .orElse("never")
                                + ", back "
                                + e.recovery()
                                        .timeToRecover()
                                        .map(Span::words)
                                        .map(time -> time + " after its end")
                                        .orElse("not at all"));
            case Event.TargetAppeared e ->
                info(
                        e,
                        e.target() + " appeared, and "
                                + e.leftAlone()
                                        .map(why -> "is left alone: " + why)
                                        .orElse("joins"));
            case Event.HostCompared e ->
                line(e, e.proof().clean() ? Level.INFO : Level.ERROR, e.proof().words());
            case Event.Interrupted e -> line(e, Level.WARNING, e.by());
            case Event.Concluded e -> line(e, Level.WARNING, e.reason());
            case Event.RunEnded e ->
                line(
                        e,
                        e.verdict() == Verdict.PASSED ? Level.INFO : Level.WARNING,
                        e.verdict().word() + ": " + e.meaning());
        };
    }

    private static LogLine ended(Event event, String where, ActivityRun run) {
        String words = run.judgement()
                .map(Judgement::words)
                .or(run::error)
                .orElse(run.status().isPresent() ? "succeeded" : "interrupted");
        return line(
                event,
                run.fine() ? Level.INFO : Level.ERROR,
                where + ": " + run.activity().name() + ": " + words);
    }

    private static LogLine info(Event event, String words) {
        return line(event, Level.INFO, words);
    }

    private static LogLine debug(Event event, String words) {
        return line(event, Level.DEBUG, words);
    }

    private static LogLine line(Event event, Level level, String words) {
        return new LogLine(event.at(), level, words);
    }
}
