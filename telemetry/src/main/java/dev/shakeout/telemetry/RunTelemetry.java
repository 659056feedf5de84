package dev.shakeout.telemetry;

import dev.shakeout.engine.OtelVariables;
import dev.shakeout.engine.RunListener;
import dev.shakeout.model.Event;
import dev.shakeout.model.Journal;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import java.util.Optional;
import java.util.function.Consumer;

/** Tells of one run as a trace and in numbers, by its events. */
public final class RunTelemetry implements RunListener, AutoCloseable {
    private final Export export;
    private final String traceId;
    private final RunTrace trace;
    private final RunNumbers numbers;

    private RunTelemetry(Export export, Context parent) {
        this.export = export;
        SpanContext above = Span.fromContext(parent).getSpanContext();
        this.traceId = above.isValid() ? above.getTraceId() : export.traceId();
        this.trace = new RunTrace(export.tracer(), parent);
        this.numbers = new RunNumbers(export.meter());
    }

    /**
     * Begins to tell of one run.
     *
     * @param version of Shakeout
     * @param trouble told once if nothing can be told, or not all of it
     * @return empty when nothing can be told at all
     */
    public static Optional<RunTelemetry> begin(OtelVariables wanted, String version, Consumer<String> trouble) {
        return Export.open(wanted, version, trouble)
                .map(export -> new RunTelemetry(export, Parent.of(wanted.parent())));
    }

    @Override
    public void on(Event event) {
        trace.on(event);
        numbers.on(event);
    }

    /** By which the trace is found. */
    public String traceId() {
        return traceId;
    }

    /** Whether it will be there; only of a run that has started. */
    public boolean isSampled() {
        return trace.isSampled();
    }

    /** What the run came to, besides its events. */
    public void concluded(Journal journal) {
        trace.concluded(journal);
    }

    /** Sends what is still to be sent, and waits for that no longer than 2 s. */
    @Override
    public void close() {
        trace.end();
        export.close();
    }
}
