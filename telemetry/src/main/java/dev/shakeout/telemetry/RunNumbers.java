package dev.shakeout.telemetry;

import dev.shakeout.model.Event;
import dev.shakeout.model.Injection;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The numbers of a run. What tells runs apart is in the trace: here it would only make more series. */
final class RunNumbers {
    private static final AttributeKey<String> VERDICT = AttributeKey.stringKey("shakeout.verdict");
    private static final AttributeKey<String> FAULT = AttributeKey.stringKey("shakeout.fault");
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("shakeout.outcome");
    private static final AttributeKey<String> PROBE = AttributeKey.stringKey("shakeout.probe");
    private static final AttributeKey<String> GUARD = AttributeKey.stringKey("shakeout.guard");

    private final DoubleHistogram runs;
    private final LongCounter injections;
    private final DoubleHistogram undo;
    private final DoubleHistogram detection;
    private final DoubleHistogram recovery;
    private final LongCounter tripped;
    private final Map<String, Boolean> bit = new HashMap<>();
    private Instant began = Instant.EPOCH;
    private Attributes environment = Attributes.empty();

    RunNumbers(Meter meter) {
        runs = seconds(meter, "shakeout.run.duration", "How long runs take.");
        injections = meter.counterBuilder("shakeout.injections")
                .setUnit("{injection}")
                .setDescription("Injections by fault and outcome: bit, no-effect, left-over.")
                .build();
        undo = seconds(meter, "shakeout.undo.duration", "How long it takes to take an injection back.");
        detection = seconds(meter, "shakeout.detection.duration", "From a fault to the end of the steady state.");
        recovery = seconds(meter, "shakeout.recovery.duration", "From a fault's end to the steady state.");
        tripped = meter.counterBuilder("shakeout.guards.tripped")
                .setUnit("{run}")
                .setDescription("Runs that a guard has halted.")
                .build();
    }

    private static DoubleHistogram seconds(Meter meter, String name, String description) {
        return meter.histogramBuilder(name)
                .setUnit("s")
                .setDescription(description)
                .build();
    }

    synchronized void on(Event event) {
        switch (event) {
            case Event.RunStarted e -> {
                began = e.at();
                String where = e.labels().getOrDefault("environment", "");
                environment = where.isEmpty() ? Attributes.empty() : Attributes.of(RunTrace.ENVIRONMENT, where);
            }
            case Event.EffectMeasured e -> bit.put(e.injection().id(), e.bites());
            case Event.TakenBack e -> {
                undo.record(seconds(e.took()), with(FAULT, e.injection().fault()));
                count(e.injection(), e.gone().orElse(true) ? effect(e.injection()) : "left-over");
            }
            case Event.NotTakenBack e -> count(e.injection(), "left-over");
            case Event.GuardTripped e -> tripped.add(1, with(GUARD, e.guard()));
            case Event.RecoveryMeasured e -> {
                Attributes probe = with(PROBE, e.recovery().probe());
                e.recovery().timeToDetect().ifPresent(time -> detection.record(seconds(time), probe));
                e.recovery().timeToRecover().ifPresent(time -> recovery.record(seconds(time), probe));
            }
            case Event.RunEnded e ->
                runs.record(
                        seconds(Duration.between(began, e.at())),
                        with(VERDICT, e.verdict().word()));
            default -> {
                // told by the trace alone
            }
        }
    }

    private String effect(Injection injection) {
        return bit.getOrDefault(injection.id(), false) ? "bit" : "no-effect";
    }

    private void count(Injection injection, String outcome) {
        injections.add(
                1,
                with(FAULT, injection.fault()).toBuilder().put(OUTCOME, outcome).build());
    }

    private Attributes with(AttributeKey<String> key, String value) {
        return environment.toBuilder().put(key, value).build();
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }
}
