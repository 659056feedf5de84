package dev.shakeout.cli;

import dev.shakeout.engine.OtelVariables;
import dev.shakeout.engine.RunListener;
import dev.shakeout.model.Event;
import dev.shakeout.model.Journal;
import dev.shakeout.telemetry.RunTelemetry;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Tells OpenTelemetry of a run, where that is wanted, and says by which number it is found there. */
final class Tracing implements RunListener, AutoCloseable {
    private final Optional<RunTelemetry> telemetry;
    private final Terminal terminal;

    private Tracing(Optional<RunTelemetry> telemetry, Terminal terminal) {
        this.telemetry = telemetry;
        this.terminal = terminal;
    }

    /** Nothing about it keeps a run from going on. */
    static Tracing of(Terminal terminal) {
        return new Tracing(begin(terminal), terminal);
    }

    private static Optional<RunTelemetry> begin(Terminal terminal) {
        try {
            Optional<OtelVariables> wanted = OtelVariables.in(terminal.environment());
            if (wanted.isEmpty()) {
                return Optional.empty();
            }
            terminal.mask().cover(wanted.get().secrets());
            return RunTelemetry.begin(wanted.get(), Version.NUMBER, words -> terminal.warn("shakeout: " + words));
        } catch (IOException e) {
            terminal.warn("shakeout: telemetry is not sent, which changes nothing else: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** What every line of the run is about. */
    Map<String, String> about() {
        return telemetry.map(told -> Map.of("trace_id", told.traceId())).orElse(Map.of());
    }

    @Override
    public void on(Event event) {
        telemetry.ifPresent(told -> {
            told.on(event);
            if (event instanceof Event.RunStarted && terminal.telling().events().isPresent()) {
                sayId(told);
            }
        });
    }

    private void sayId(RunTelemetry told) {
        if (told.isSampled()) {
            terminal.line("trace    " + told.traceId());
        }
    }

    /** The run is over, and all of it is taken back. */
    void concluded(Journal journal) {
        telemetry.ifPresent(told -> told.concluded(journal));
    }

    @Override
    public void close() {
        telemetry.ifPresent(told -> {
            if (terminal.telling().events().isEmpty()) {
                sayId(told);
            }
            told.close();
        });
    }
}
