package dev.shakeout.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.engine.OtelVariables;
import dev.shakeout.model.Activity;
import dev.shakeout.model.ActivityRun;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Event;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Injection;
import dev.shakeout.model.Json;
import dev.shakeout.model.Judgement;
import dev.shakeout.model.Phase;
import dev.shakeout.model.Plan;
import dev.shakeout.model.Position;
import dev.shakeout.model.Provider;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Recovery;
import dev.shakeout.model.Target;
import dev.shakeout.model.Tolerance;
import dev.shakeout.model.Verdict;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a collector gets of a run, and what becomes of a run whose collector is of no use. */
class RunTelemetryTest {
    private static final Instant START = Instant.parse("2026-11-27T12:00:00Z");
    private static final Injection DELAY = new Injection(
            "1-0",
            "slow down",
            "network/delay",
            new Target("process", "7 99", "shop", Map.of("pid", "7", "start", "99")),
            "netem",
            List.of(),
            "connecting takes longer",
            List.of(),
            Optional.empty());

    private final List<String> trouble = new ArrayList<>();

    private static Instant at(long second) {
        return START.plusSeconds(second);
    }

    private static Reading reading(String words) {
        return new Reading(402, "ms", words);
    }

    private static ActivityRun probe(boolean met) {
        var written = Activity.Written.named("the shop answers", new Position("shop.yaml", 1, 1));
        var probe = new Activity.Probe(
                written,
                new Provider.Call("http", Arguments.NONE),
                Optional.of(new Tolerance.Exactly(Json.of(200))),
                Duration.ZERO);
        return new ActivityRun(
                probe,
                at(1),
                Duration.ofMillis(40),
                Optional.of(met ? ActivityRun.Status.SUCCEEDED : ActivityRun.Status.FAILED),
                Json.of(200),
                Optional.empty(),
                Optional.of(Judgement.of(met, "200, expected 200")));
    }

    private static List<Event> run(Verdict verdict, Event end) {
        var experiment = Experiment.of("a slow shop", List.of());
        return List.of(
                new Event.RunStarted(
                        START,
                        "run-1",
                        experiment,
                        new Plan(experiment, 42, List.of(), List.of(), List.of()),
                        Map.of(),
                        Map.of("environment", "staging", "version", "7"),
                        "0"),
                new Event.PhaseStarted(at(1), Phase.BEFORE),
                new Event.ProbeChecked(at(1), Phase.BEFORE, probe(true)),
                new Event.SteadyStateJudged(at(2), Phase.BEFORE, true, true),
                new Event.PhaseStarted(at(2), Phase.DURING),
                new Event.Injecting(at(3), DELAY, reading("connect took 1 ms")),
                new Event.Injected(at(4), DELAY, Optional.empty()),
                new Event.EffectMeasured(at(5), DELAY, reading("connect took 402 ms"), true),
                new Event.GuardRead(at(5), "too slow", Judgement.of(true, "p95 80 ms")),
                new Event.GuardRead(at(6), "too slow", Judgement.of(false, "p95 900 ms")),
                new Event.GuardBreached(at(6), "too slow", 1, 1, "p95 900 ms"),
                new Event.GuardTripped(at(6), "too slow", "p95 900 ms"),
                end,
                new Event.RecoveryMeasured(
                        at(11),
                        new Recovery(
                                "1-0",
                                "load",
                                at(4),
                                at(9),
                                Optional.of(Duration.ofMillis(1500)),
                                Optional.of(Duration.ofSeconds(2)))),
                new Event.RunEnded(at(12), verdict, verdict.meaning()));
    }

    private static Event takenBack() {
        return new Event.TakenBack(
                at(9), DELAY, reading("connect took 1 ms"), Optional.of(true), Duration.ofMillis(250));
    }

    private Optional<String> tell(Map<String, String> variables, List<Event> events) throws IOException {
        var wanted = OtelVariables.in(variables).orElseThrow();
        var telemetry = RunTelemetry.begin(wanted, "1.2.3", trouble::add);
        events.forEach(event -> telemetry.ifPresent(told -> told.on(event)));
        telemetry.ifPresent(RunTelemetry::close);
        return telemetry.map(RunTelemetry::traceId);
    }

    private static Map<String, String> with(Map<String, String> variables, String name, String value) {
        var more = new HashMap<>(variables);
        more.put(name, value);
        return more;
    }

    private static String hex(com.google.protobuf.ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    @Test
    void aRunIsATraceAndAnInjectionASpanFromItsBeginningToItsUndo() throws IOException {
        try (var collector = PlayedCollector.start()) {
            var id = tell(collector.variables(), run(Verdict.HALTED, takenBack()));

            Span root = collector.span("run");
            assertThat(collector.spans).allMatch(span -> hex(span.getTraceId()).equals(id.orElseThrow()));
            assertThat(root.getParentSpanId()).isEmpty();
            assertThat(PlayedCollector.attributes(root.getAttributesList()))
                    .containsEntry("shakeout.run.id", "run-1")
                    .containsEntry("shakeout.experiment", "a slow shop")
                    .containsEntry("shakeout.verdict", "halted")
                    .containsEntry("shakeout.label.version", "7")
                    .containsEntry("deployment.environment.name", "staging");
            Span injection = collector.span("inject network/delay");
            assertThat(injection.getParentSpanId())
                    .isEqualTo(collector.span("method").getSpanId());
            assertThat(Duration.ofNanos(injection.getEndTimeUnixNano() - injection.getStartTimeUnixNano()))
                    .isEqualTo(Duration.ofSeconds(6));
            assertThat(injection.getEventsList())
                    .extracting(Span.Event::getName)
                    .containsExactly("injected", "measured", "taken back");
            assertThat(PlayedCollector.attributes(injection.getAttributesList()))
                    .containsEntry("shakeout.rung", "netem")
                    .containsEntry("shakeout.target", "process shop (pid 7)");
            Span undo = collector.span("undo network/delay");
            assertThat(undo.getParentSpanId()).isEqualTo(injection.getSpanId());
            assertThat(Duration.ofNanos(undo.getEndTimeUnixNano() - undo.getStartTimeUnixNano()))
                    .isEqualTo(Duration.ofMillis(250));
            assertThat(collector.span("probe the shop answers").getParentSpanId())
                    .isEqualTo(collector.span("steady state before").getSpanId());
            assertThat(PlayedCollector.attributes(
                            collector.span("guard too slow").getAttributesList()))
                    .containsEntry("shakeout.tripped", "true")
                    .containsEntry("shakeout.readings", "2")
                    .containsEntry("shakeout.breaches", "1");
            assertThat(collector.resource)
                    .containsEntry("service.name", "shakeout")
                    .containsEntry("service.version", "1.2.3")
                    .containsKey("service.instance.id");
            assertThat(collector.keys).isNotEmpty().containsOnly("let-me-in");
            assertThat(trouble).isEmpty();
        }
    }

    @Test
    void onlyWhatBrokeOrIsLeftIsAnError() throws IOException {
        try (var collector = PlayedCollector.start()) {
            tell(collector.variables(), run(Verdict.DEVIATED, takenBack()));
            assertThat(collector.spans)
                    .allMatch(span -> span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_UNSET);
        }
        try (var collector = PlayedCollector.start()) {
            tell(
                    collector.variables(),
                    run(
                            Verdict.UNSAFE,
                            new Event.NotTakenBack(at(9), DELAY, List.of("tc qdisc del"), "no such device")));
            for (String name : List.of("run", "inject network/delay", "undo network/delay")) {
                assertThat(collector.span(name).getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
            }
        }
    }

    @Test
    void aRunThatBrokeOffIsToldAsFarAsItCame() throws IOException {
        try (var collector = PlayedCollector.start()) {
            tell(collector.variables(), run(Verdict.FAILED, takenBack()).subList(0, 8));

            assertThat(collector.span("inject network/delay").getEndTimeUnixNano())
                    .isPositive();
            assertThat(collector.span("run").getEndTimeUnixNano()).isPositive();
        }
    }

    @Test
    void theJobThatStartedItIsItsParent() throws IOException {
        try (var collector = PlayedCollector.start()) {
            String parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

            var id = tell(with(collector.variables(), "TRACEPARENT", parent), run(Verdict.PASSED, takenBack()));

            assertThat(id).contains("4bf92f3577b34da6a3ce929d0e0e4736");
            assertThat(hex(collector.span("run").getParentSpanId())).isEqualTo("00f067aa0ba902b7");
        }
    }

    @Test
    void numbersTellOfRunsInjectionsUndoAndRecovery() throws IOException {
        try (var collector = PlayedCollector.start()) {
            tell(collector.variables(), run(Verdict.HALTED, takenBack()));

            var run = collector.metric("shakeout.run.duration").getHistogram().getDataPoints(0);
            assertThat(run.getSum()).isEqualTo(12.0);
            assertThat(PlayedCollector.attributes(run.getAttributesList()))
                    .containsEntry("shakeout.verdict", "halted")
                    .containsEntry("deployment.environment.name", "staging");
            var injections = collector.metric("shakeout.injections").getSum().getDataPoints(0);
            assertThat(injections.getAsInt()).isEqualTo(1);
            assertThat(PlayedCollector.attributes(injections.getAttributesList()))
                    .containsEntry("shakeout.fault", "network/delay")
                    .containsEntry("shakeout.outcome", "bit");
            assertThat(collector
                            .metric("shakeout.undo.duration")
                            .getHistogram()
                            .getDataPoints(0)
                            .getSum())
                    .isEqualTo(0.25);
            assertThat(collector
                            .metric("shakeout.recovery.duration")
                            .getHistogram()
                            .getDataPoints(0)
                            .getSum())
                    .isEqualTo(2.0);
        }
    }

    @Test
    void namesAndAttributesOfTheServiceAreThoseOfTheEnvironment() throws IOException {
        try (var collector = PlayedCollector.start()) {
            var variables = with(collector.variables(), "OTEL_SERVICE_NAME", "drills");

            tell(with(variables, "OTEL_RESOURCE_ATTRIBUTES", "team=pay"), run(Verdict.PASSED, takenBack()));

            assertThat(collector.resource)
                    .containsEntry("service.name", "drills")
                    .containsEntry("team", "pay");
        }
    }

    private Duration untilClosed(Map<String, String> variables) throws IOException {
        long begun = System.nanoTime();
        tell(variables, run(Verdict.PASSED, takenBack()));
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    @Test
    void aCollectorThatIsSlowSilentRefusesOrIsNotThereHoldsUpNothing() throws IOException {
        Duration most = Export.LAST_WORDS.plusSeconds(3); // loading, on a busy machine
        try (var slow = PlayedCollector.slow(Duration.ofSeconds(30));
                var refusing = PlayedCollector.refusing(500);
                var silent = new ServerSocket(0)) {
            assertThat(untilClosed(slow.variables())).isLessThan(most);
            assertThat(trouble).hasSize(1);
            assertThat(untilClosed(refusing.variables())).isLessThan(most);
            assertThat(trouble).hasSize(2);
            assertThat(untilClosed(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + silent.getLocalPort())))
                    .isLessThan(most);
            assertThat(trouble).hasSize(3);
            assertThat(untilClosed(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1")))
                    .isLessThan(most);
            assertThat(trouble)
                    .hasSize(4)
                    .allMatch(words -> words.startsWith("telemetry is not sent, which changes nothing"));
        }
    }

    @Test
    void variablesThatMakeNoSenseAreToldAndHoldUpNothing() throws IOException {
        assertThat(tell(
                        Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://x:4317", "OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
                        run(Verdict.PASSED, takenBack())))
                .isEmpty();
        assertThat(trouble.getLast()).contains("only http/protobuf is spoken here", "port 4318");
        tell(
                Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://x", "OTEL_TRACES_SAMPLER", "nonsense"),
                run(Verdict.PASSED, takenBack()));
        assertThat(trouble.getLast()).contains("nonsense");
    }
}
