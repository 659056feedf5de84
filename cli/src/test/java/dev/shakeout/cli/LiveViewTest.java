package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Event;
import dev.shakeout.model.Injection;
import dev.shakeout.model.LoadWindow;
import dev.shakeout.model.Phase;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Target;
import dev.shakeout.model.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a person sees of a run, on a terminal and in a file. */
class LiveViewTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final String UP_AND_CLEAR = "\u001b[1A\r\u001b[J";

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @Test
    void inAFileThereArePlainLinesOnly() {
        show(false);

        assertThat(text())
                .doesNotContain("\u001b", "\r")
                .contains("method")
                .contains("orders: p50")
                .endsWith("passed: All is well.\n");
    }

    @Test
    void onATerminalTheStatusIsErasedBeforeALineThatStays() {
        show(true);

        int status = text().indexOf("orders: p50");
        int erased = text().indexOf(UP_AND_CLEAR, status);
        int guard = text().indexOf("guard", status);
        assertThat(status).isPositive();
        assertThat(erased).isBetween(status, guard);
        assertThat(text().substring(text().lastIndexOf(UP_AND_CLEAR)))
                .as("nothing but the verdict is left at the end")
                .doesNotContain("orders")
                .contains("passed: ");
    }

    @Test
    void everyStatusLineThatWasDrawnIsErasedExactlyOnce() {
        show(true);

        assertThat(count("│")).isPositive().isEqualTo(count(UP_AND_CLEAR));
    }

    @Test
    void ofAFaultThatWasOverAtOnceNothingIsTakenBack() {
        var target = new Target("container", "4f1c", "web", Map.of());
        var injection = new Injection(
                "1", "restart", "container/restart", target, "engine", List.of(), "when", List.of(), Optional.empty());
        var reading = new Reading(1, "s", "web was started");
        var out = new PrintStream(written, true, StandardCharsets.UTF_8);
        try (var view = new LiveView(new Terminal(out, out, false, false, Map.of()))) {
            view.on(new Event.EffectMeasured(NOON, injection, reading, true));
            view.on(new Event.TakenBack(NOON, injection, reading, Optional.empty(), Duration.ofMillis(30)));
        }

        assertThat(text()).contains("effect: web was started").doesNotContain("taken back");
    }

    private void show(boolean live) {
        var out = new PrintStream(written, true, StandardCharsets.UTF_8);
        try (var view = new LiveView(new Terminal(out, out, live, false, Map.of()))) {
            view.on(new Event.PhaseStarted(NOON, Phase.DURING));
            view.on(new Event.LoadMeasured(NOON.plusSeconds(5), "orders", second()));
            view.on(new Event.LoadMeasured(NOON.plusSeconds(6), "orders", second()));
            view.on(new Event.GuardTripped(NOON.plusSeconds(6), "too slow", "p95 3 s"));
            view.on(new Event.RunEnded(NOON.plusSeconds(7), Verdict.PASSED, "All is well."));
        }
    }

    private static LoadWindow second() {
        Duration quick = Duration.ofMillis(20);
        return new LoadWindow(NOON, NOON.plusSeconds(1), 50, 0, quick, quick, quick, quick);
    }

    private int count(String part) {
        return text().split(java.util.regex.Pattern.quote(part), -1).length - 1;
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }
}
