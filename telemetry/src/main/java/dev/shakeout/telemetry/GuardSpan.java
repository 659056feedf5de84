package dev.shakeout.telemetry;

import dev.shakeout.model.Event;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import java.time.Instant;

/** What a guard saw, from its first look to its last. */
final class GuardSpan {
    private final Span span;
    private long readings;
    private long breaches;
    private String last = "";

    GuardSpan(Span span) {
        this.span = span;
    }

    void read(Event.GuardRead e) {
        readings++;
        last = e.judgement().words();
    }

    void breached(Event.GuardBreached e) {
        breaches++;
        note("breached", e.words(), e.at());
    }

    void tripped(Event.GuardTripped e) {
        span.setAttribute("shakeout.tripped", true);
        note("tripped", e.words(), e.at());
    }

    private void note(String name, String words, Instant at) {
        span.addEvent(name, Attributes.builder().put("shakeout.words", words).build(), at);
    }

    void end(Instant at) {
        sum();
        span.end(at);
    }

    void end() {
        sum();
        span.end();
    }

    private void sum() {
        span.setAttribute("shakeout.readings", readings);
        span.setAttribute("shakeout.breaches", breaches);
        span.setAttribute("shakeout.words", last);
    }
}
