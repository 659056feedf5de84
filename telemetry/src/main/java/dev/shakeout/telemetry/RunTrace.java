package dev.shakeout.telemetry;

import dev.shakeout.model.ActivityRun;
import dev.shakeout.model.Event;
import dev.shakeout.model.Finding;
import dev.shakeout.model.Injection;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Phase;
import dev.shakeout.model.Provider;
import dev.shakeout.model.Verdict;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A run as a trace. Spans are errors where the run itself broke or left something behind: what a drill finds out about a system,
 * however bad, is what it was made for, and stands in attributes.
 */
final class RunTrace {
    static final AttributeKey<String> ENVIRONMENT = AttributeKey.stringKey("deployment.environment.name");

    private static final String WORDS = "shakeout.words";

    private final Tracer tracer;
    private final Context parent;
    private final Map<String, Span> injections = new HashMap<>();
    private final Map<String, GuardSpan> guards = new LinkedHashMap<>();
    private Optional<Span> root = Optional.empty();
    private Optional<Span> phase = Optional.empty();
    private Optional<Instant> over = Optional.empty();

    RunTrace(Tracer tracer, Context parent) {
        this.tracer = tracer;
        this.parent = parent;
    }

    synchronized void on(Event event) {
        switch (event) {
            case Event.RunStarted e -> root = Optional.of(begun(e));
            case Event.PhaseStarted e -> next(e);
            case Event.ProbeChecked e -> activity("probe", e.run());
            case Event.SteadyStateJudged e -> judged(e);
            case Event.ActivityEnded e -> activity("activity", e.run());
            case Event.ActivitySkipped e -> activity("activity", e.run());
            case Event.RollbackEnded e -> activity("rollback", e.run());
            case Event.Injecting e -> injections.put(e.injection().id(), injecting(e));
            case Event.Injected e -> note(e.injection(), "injected", e.at(), Attributes.empty());
            case Event.EffectMeasured e ->
                note(
                        e.injection(),
                        "measured",
                        e.at(),
                        words(e.reading().words()).toBuilder()
                                .put("shakeout.bites", e.bites())
                                .put("shakeout.value", e.reading().value())
                                .put("shakeout.unit", e.reading().unit())
                                .build());
            case Event.StageReached e ->
                note(e.injection(), "stage", e.at(), words(e.reading().words()));
            case Event.TakenBack e -> takenBack(e);
            case Event.NotTakenBack e -> notTakenBack(e);
            case Event.GuardRead e -> guard(e.guard(), e.at()).read(e);
            case Event.GuardBreached e -> guard(e.guard(), e.at()).breached(e);
            case Event.GuardTripped e -> guard(e.guard(), e.at()).tripped(e);
            case Event.TargetAppeared e ->
                note(
                        "target appeared",
                        e.at(),
                        words(e.target()
                                + e.leftAlone()
                                        .map(why -> ": left alone, " + why)
                                        .orElse("")));
            case Event.RecoveryMeasured e -> note("recovery", e.at(), recovery(e));
            case Event.HostCompared e ->
                note("host compared", e.at(), words(e.proof().words()));
            case Event.Interrupted e -> note("interrupted", e.at(), words(e.by()));
            case Event.Concluded e -> note("concluded", e.at(), words(e.reason()));
            case Event.RunEnded e -> ended(e);
            case Event.ActivityStarted _, Event.LoadMeasured _ -> {
                // its end says more; a sample every second is no part of a trace
            }
        }
    }

    synchronized boolean isSampled() {
        return root.filter(span -> span.getSpanContext().isSampled()).isPresent();
    }

    private Span begun(Event.RunStarted e) {
        var span = tracer.spanBuilder("run")
                .setParent(parent)
                .setStartTimestamp(e.at())
                .setAttribute("shakeout.run.id", e.runId())
                .setAttribute("shakeout.experiment", e.experiment().title());
        e.labels().forEach((key, value) -> span.setAttribute("shakeout.label." + key, value));
        String where = e.labels().getOrDefault("environment", "");
        if (!where.isEmpty()) {
            span.setAttribute(ENVIRONMENT, where);
        }
        return span.startSpan();
    }

    private SpanBuilder child(String name, Optional<Span> of, Instant at) {
        Context within =
                of.or(() -> root).map(span -> Context.root().with(span)).orElse(parent);
        return tracer.spanBuilder(name).setParent(within).setStartTimestamp(at);
    }

    private void next(Event.PhaseStarted e) {
        endPhase(e.at());
        String name = e.phase() == Phase.DURING
                ? "method"
                : "steady state " + e.phase().word();
        phase = Optional.of(child(name, root, e.at()).startSpan());
    }

    private void endPhase(Instant at) {
        phase.ifPresent(span -> span.end(at));
        phase = Optional.empty();
    }

    private void judged(Event.SteadyStateJudged e) {
        phase.or(() -> root)
                .ifPresent(span -> span.addEvent(
                        "steady state judged",
                        Attributes.builder()
                                .put("shakeout.phase", e.phase().word())
                                .put("shakeout.met", e.met())
                                .put("shakeout.enough", e.enough())
                                .build(),
                        e.at()));
    }

    private void activity(String kind, ActivityRun run) {
        Span span = child(kind + " " + run.activity().name(), phase, run.start())
                .setAttribute("shakeout.activity", run.activity().name())
                .setAttribute(
                        "shakeout.provider",
                        switch (run.activity().provider()) {
                            case Provider.Call call -> call.kind();
                            case Provider.FaultCall fault -> fault.fault();
                        })
                .startSpan();
        run.status().ifPresent(status -> span.setAttribute("shakeout.status", status.word()));
        run.judgement().ifPresent(judgement -> {
            span.setAttribute("shakeout.met", judgement.met());
            span.setAttribute(WORDS, judgement.words());
        });
        run.error().ifPresent(error -> {
            span.setAttribute(WORDS, error);
            if (!run.isSkipped()) {
                span.setStatus(StatusCode.ERROR, error);
            }
        });
        span.end(run.start().plus(run.duration()));
    }

    private Span injecting(Event.Injecting e) {
        Injection injection = e.injection();
        return child("inject " + injection.fault(), phase, e.at())
                .setAttribute("shakeout.fault", injection.fault())
                .setAttribute("shakeout.activity", injection.activity())
                .setAttribute("shakeout.injection", injection.id())
                .setAttribute("shakeout.rung", injection.rung())
                .setAttribute("shakeout.target", injection.target().toString())
                .setAttribute("shakeout.target.kind", injection.target().kind())
                .setAttribute("shakeout.before", e.before().words())
                .startSpan();
    }

    private void note(Injection injection, String name, Instant at, Attributes attributes) {
        Span span = injections.get(injection.id());
        if (span != null) {
            span.addEvent(name, attributes, at);
        }
    }

    private void note(String name, Instant at, Attributes attributes) {
        root.ifPresent(span -> span.addEvent(name, attributes, at));
    }

    private void takenBack(Event.TakenBack e) {
        boolean gone = e.gone().orElse(true);
        Optional<Span> span =
                Optional.ofNullable(injections.remove(e.injection().id()));
        Span undo = child("undo " + e.injection().fault(), span, e.at().minus(e.took()))
                .setAttribute("shakeout.fault", e.injection().fault())
                .setAttribute(WORDS, e.after().words())
                .startSpan();
        if (!gone) {
            undo.setStatus(StatusCode.ERROR, "the effect is still there");
        }
        undo.end(e.at());
        span.ifPresent(found -> {
            found.addEvent("taken back", words(e.after().words()), e.at());
            if (!gone) {
                found.setStatus(StatusCode.ERROR, "the effect is still there");
            }
            found.end(e.at());
        });
    }

    private void notTakenBack(Event.NotTakenBack e) {
        Optional<Span> span =
                Optional.ofNullable(injections.remove(e.injection().id()));
        Span undo = child("undo " + e.injection().fault(), span, e.at()).startSpan();
        undo.setStatus(StatusCode.ERROR, e.why());
        undo.end(e.at());
        span.ifPresent(found -> {
            found.setStatus(StatusCode.ERROR, "not taken back: " + e.why());
            found.end(e.at());
        });
    }

    private GuardSpan guard(String name, Instant at) {
        return guards.computeIfAbsent(
                name,
                _ -> new GuardSpan(child("guard " + name, phase, at)
                        .setAttribute("shakeout.guard", name)
                        .startSpan()));
    }

    private static Attributes recovery(Event.RecoveryMeasured e) {
        var attributes = Attributes.builder()
                .put("shakeout.probe", e.recovery().probe())
                .put("shakeout.injection", e.recovery().injection());
        e.recovery()
                .timeToDetect()
                .ifPresent(time -> attributes.put("shakeout.detection.seconds", time.toNanos() / 1e9));
        e.recovery()
                .timeToRecover()
                .ifPresent(time -> attributes.put("shakeout.recovery.seconds", time.toNanos() / 1e9));
        return attributes.build();
    }

    private static Attributes words(String words) {
        return Attributes.of(AttributeKey.stringKey(WORDS), words);
    }

    private void ended(Event.RunEnded e) {
        over = Optional.of(e.at());
        root.ifPresent(span -> {
            span.setAttribute("shakeout.verdict", e.verdict().word());
            span.setAttribute(WORDS, e.meaning());
            if (e.verdict() == Verdict.FAILED || e.verdict() == Verdict.UNSAFE) {
                span.setStatus(StatusCode.ERROR, e.meaning());
            }
        });
    }

    synchronized void concluded(Journal journal) {
        for (Finding finding : journal.findings()) {
            note(
                    "finding",
                    finding.moment(),
                    words(finding.evidence()).toBuilder()
                            .put("shakeout.finding", finding.title())
                            .put("shakeout.where", finding.where())
                            .build());
        }
        root.ifPresent(span ->
                span.setAttribute("shakeout.findings", journal.findings().size()));
    }

    /** Whatever is not at its end ends with the run: one that broke may not have come to it. */
    synchronized void end() {
        guards.values().forEach(guard -> over.ifPresentOrElse(guard::end, guard::end));
        injections.values().forEach(this::end);
        phase.ifPresent(this::end);
        root.ifPresent(this::end);
        guards.clear();
        injections.clear();
        phase = Optional.empty();
    }

    private void end(Span span) {
        over.ifPresentOrElse(span::end, span::end);
    }
}
