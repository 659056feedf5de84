package dev.shakeout.cli;

import dev.shakeout.cli.Terminal.Style;
import dev.shakeout.engine.RunListener;
import dev.shakeout.model.ActivityRun;
import dev.shakeout.model.Event;
import dev.shakeout.model.LoadWindow;
import dev.shakeout.model.Numbers;
import dev.shakeout.model.Span;
import dev.shakeout.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Shows a run as it goes: what happened as lines that stay, and below them, on a real terminal, what is being broken now
 * and the steady state's numbers as they move.
 */
final class LiveView implements RunListener, AutoCloseable {
    private static final String NO_WRAP = "\u001b[?7l";
    private static final String WRAP = "\u001b[?7h";

    private static final int SECONDS_WIDTH = 6;

    private final Terminal terminal;
    private final Map<String, On> on = new LinkedHashMap<>();
    private final Map<String, LoadWindow> load = new LinkedHashMap<>();
    private final Map<String, String> guards = new LinkedHashMap<>();
    private Instant started = Instant.EPOCH;
    private Instant told = Instant.EPOCH;
    private String phase = "";
    private int drawn;

    private record On(String words, Optional<Instant> until) {}

    LiveView(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public synchronized void on(Event event) {
        switch (event) {
            case Event.RunStarted e -> {
                started = e.at();
                say(e.at(), terminal.style(e.experiment().title(), Style.BOLD));
            }
            case Event.PhaseStarted e -> {
                phase = switch (e.phase()) {
                    case BEFORE -> "steady state before";
                    case DURING -> "method";
                    case AFTER -> "steady state after";
                };
                say(e.at(), phase);
            }
            case Event.ProbeChecked e ->
                say(e.at(), "  " + probe(e.run()) + " (" + e.phase().word() + ")");
            case Event.SteadyStateJudged _, Event.ActivityStarted _ -> {}
            case Event.Injecting e ->
                say(
                        e.at(),
                        "  " + mark("▶", Style.YELLOW) + e.injection().fault() + " on "
                                + e.injection().target() + " by "
                                + e.injection().rung());
            case Event.Injected e ->
                on.put(
                        e.injection().id(),
                        new On(
                                e.injection().fault() + " on "
                                        + e.injection().target().name(),
                                e.until()));
            case Event.EffectMeasured e ->
                say(
                        e.at(),
                        "    " + (e.bites() ? "effect: " : mark("no effect: ", Style.RED))
                                + e.reading().words());
            case Event.StageReached e -> say(e.at(), "    stage: " + e.reading().words());
            case Event.TakenBack e -> {
                on.remove(e.injection().id());
                if (e.gone().isEmpty()) {
                    break; // over at once, as the effect has told
                }
                say(
                        e.at(),
                        "  " + (e.gone().get() ? mark("◀", Style.GREEN) : mark("✗", Style.RED)) + "taken back in "
                                + Span.words(e.took()) + ": " + e.injection().fault() + " ("
                                + e.after().words() + ")");
            }
            case Event.NotTakenBack e -> {
                say(
                        e.at(),
                        mark("  ✗ NOT taken back: ", Style.RED) + e.injection().fault() + ": " + e.why());
                e.commands().forEach(command -> say(e.at(), "      run: " + command));
            }
            case Event.ActivityEnded e -> {
                boolean fault = e.run().activity().provider() instanceof dev.shakeout.model.Provider.FaultCall;
                if (!fault || !e.run().fine()) {
                    say(e.at(), "  " + probe(e.run()));
                }
            }
            case Event.ActivitySkipped e ->
                say(
                        e.at(),
                        "  " + mark("○ ", Style.DIM) + e.run().activity().name() + ": skipped, as "
                                + e.run().error().orElse(""));
            case Event.RollbackEnded e -> say(e.at(), "  rollback " + probe(e.run()));
            case Event.LoadMeasured e -> measured(e);
            case Event.GuardRead e -> guards.put(e.guard(), e.judgement().words());
            case Event.GuardBreached e -> {
                if (e.inARow() == 1 && e.limit() > 1) { // the others follow in the status, or as the trip
                    say(
                            e.at(),
                            mark("  ! guard ", Style.YELLOW) + e.guard() + ", breach 1 of " + e.limit() + ": "
                                    + e.words());
                }
            }
            case Event.GuardTripped e ->
                say(e.at(), mark("  ■ guard ", Style.RED) + e.guard() + " stops the run: " + e.words());
            case Event.RecoveryMeasured e -> recovered(e);
            case Event.TargetAppeared e ->
                say(
                        e.at(),
                        e.leftAlone()
                                .map(why -> mark("    ! ", Style.YELLOW) + e.target() + " appeared, and is left alone: "
                                        + why)
                                .orElse("    + " + e.target() + " appeared, and joins"));
            case Event.HostCompared e -> proved(e);
            case Event.Interrupted e -> say(e.at(), mark("  ■ ", Style.YELLOW) + e.by());
            case Event.Concluded e -> say(e.at(), mark("  ■ ", Style.RED) + e.reason());
            case Event.RunEnded e -> {
                load.clear();
                guards.clear();
                on.clear();
                say(e.at(), verdict(e.verdict(), e.meaning()));
            }
        }
        draw(event.at());
    }

    private void proved(Event.HostCompared e) {
        say(
                e.at(),
                "  " + (e.proof().clean() ? mark("✓", Style.GREEN) : mark("✗", Style.RED))
                        + e.proof().words());
        e.proof().residue().forEach(left -> {
            say(e.at(), mark("    ✗ left behind: ", Style.RED) + left.words());
            left.clear().ifPresent(command -> say(e.at(), "      run: " + command));
        });
    }

    private void recovered(Event.RecoveryMeasured e) {
        if (e.recovery().timeToDetect().isPresent()) {
            String back = e.recovery()
                    .timeToRecover()
                    .map(d -> d.isZero() ? "was back before its end" : "was back " + Span.words(d) + " after its end")
                    .orElse("had not come back when the run ended");
            say(
                    e.at(),
                    "  '" + e.recovery().probe() + "' left its limits "
                            + Span.words(e.recovery().timeToDetect().get()) + " after the fault and " + back);
        }
    }

    private void measured(Event.LoadMeasured e) {
        load.put(e.probe(), e.window());
        if (!terminal.live() && Duration.between(told, e.at()).toMillis() >= 5000) {
            told = e.at();
            status(e.at()).forEach(line -> say(e.at(), "  " + line));
        }
    }

    private String verdict(Verdict verdict, String meaning) {
        Style style = verdict == Verdict.PASSED ? Style.GREEN : verdict == Verdict.UNSAFE ? Style.RED : Style.YELLOW;
        return terminal.style(verdict.word(), style) + ": " + meaning;
    }

    private String probe(ActivityRun run) {
        String words = run.judgement()
                .map(j -> j.words())
                .or(run::error)
                .orElseGet(() -> shorten(run.output().text()));
        return (run.fine() ? mark("✓", Style.GREEN) : mark("✗", Style.RED))
                + run.activity().name() + ": " + words;
    }

    private static String shorten(String text) {
        String line = text.replace('\n', ' ');
        return line.length() <= 100 ? line : line.substring(0, 99) + "…";
    }

    private String mark(String mark, Style style) {
        return terminal.style(mark, style) + (mark.endsWith(" ") ? "" : " ");
    }

    private void say(Instant at, String line) {
        erase();
        terminal.print(terminal.style(since(Duration.between(started, at)), Style.DIM) + line);
    }

    /** Seconds with one decimal, in a column of six characters. */
    static String since(Duration duration) {
        long tenths = Math.round(duration.toMillis() / 100.0);
        String text = tenths / 10 + "." + tenths % 10;
        return " ".repeat(Math.max(0, SECONDS_WIDTH - text.length())) + text + " s  ";
    }

    /** What is going on right now, a line for each fault and each continuous probe. */
    private List<String> status(Instant now) {
        var lines = new ArrayList<String>();
        on.values()
                .forEach(fault -> lines.add("breaking: " + fault.words()
                        + fault.until()
                                .map(until -> ", "
                                        + Math.max(
                                                0, Duration.between(now, until).toSeconds()) + " s left")
                                .orElse("")));
        load.forEach((name, window) ->
                lines.add(name + ": p50 " + Span.words(window.p50()) + ", p95 " + Span.words(window.p95()) + ", errors "
                        + window.errorRate() + ", " + Numbers.brief(window.throughputPerSecond()) + "/s"));
        guards.forEach((name, words) -> lines.add("guard " + name + ": " + words));
        return lines;
    }

    private void draw(Instant now) {
        if (!terminal.live()) {
            return;
        }
        erase();
        List<String> lines = status(now);
        terminal.out().print(NO_WRAP); // a line that wrapped would be two to erase
        lines.forEach(line -> terminal.out().println("  " + mark("│", Style.DIM) + line));
        terminal.out().print(WRAP);
        drawn = lines.size();
        terminal.out().flush();
    }

    private void erase() {
        if (drawn > 0) {
            terminal.out().print("\u001b[" + drawn + "A\r\u001b[J");
            drawn = 0;
        }
    }

    @Override
    public synchronized void close() {
        erase();
        terminal.out().flush();
    }
}
