package dev.shakeout.telemetry;

import dev.shakeout.engine.OtelVariables;
import dev.shakeout.engine.Threads;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.IdGenerator;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The way out: to a collector, beside whatever is told of. It is closed within a time that does not depend on the collector. */
final class Export implements AutoCloseable {
    static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private static final String SCOPE = "dev.shakeout";
    /** What the library says goes to us. Held, as loggers are forgotten. */
    private static final Logger LIBRARY = Logger.getLogger("io.opentelemetry");

    private final OpenTelemetrySdk sdk;
    private final OneTrace ids;
    private final Told told;
    private final String version;

    private Export(OpenTelemetrySdk sdk, OneTrace ids, Told told, String version) {
        this.sdk = sdk;
        this.ids = ids;
        this.told = told;
        this.version = version;
    }

    /** Empty when the variables do not make sense; that has been told then. */
    static Optional<Export> open(OtelVariables wanted, String version, Consumer<String> trouble) {
        var told = new Told(trouble);
        String protocol = wanted.values().getOrDefault(OtelVariables.PROTOCOL, Told.HTTP);
        if (!protocol.equals(Told.HTTP)) {
            told.tell(OtelVariables.PROTOCOL + " is '" + protocol + "'; only " + Told.HTTP
                    + " is spoken here: set that, and the endpoint that collectors have for it, mostly port 4318");
            return Optional.empty();
        }
        LIBRARY.setUseParentHandlers(false);
        for (Handler before : LIBRARY.getHandlers()) {
            LIBRARY.removeHandler(before);
        }
        LIBRARY.addHandler(told);
        var ids = new OneTrace(IdGenerator.random().generateTraceId());
        try {
            OpenTelemetrySdk sdk = AutoConfiguredOpenTelemetrySdk.builder()
                    .disableShutdownHook()
                    .addPropertiesSupplier(() -> defaults(wanted))
                    .addPropertiesCustomizer(_ -> properties(wanted.values()))
                    .addTracerProviderCustomizer((builder, _) -> builder.setIdGenerator(ids))
                    .addResourceCustomizer((found, config) -> resource(found, config, version))
                    .build()
                    .getOpenTelemetrySdk();
            return Optional.of(new Export(sdk, ids, told, version));
        } catch (RuntimeException e) {
            told.tell(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static Map<String, String> defaults(OtelVariables wanted) {
        return Map.of(
                "otel.exporter.otlp.protocol",
                Told.HTTP,
                "otel.logs.exporter",
                "none",
                "otel.traces.exporter",
                wanted.traces() ? "otlp" : "none",
                "otel.metrics.exporter",
                wanted.metrics() ? "otlp" : "none");
    }

    private static Map<String, String> properties(Map<String, String> variables) {
        var properties = new HashMap<String, String>();
        variables.forEach(
                (name, value) -> properties.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value));
        return properties;
    }

    private static Resource resource(Resource found, ConfigProperties config, String version) {
        var more = Resource.builder().put("service.version", version);
        boolean named = config.getString("otel.service.name") != null
                || config.getMap("otel.resource.attributes").containsKey("service.name");
        if (!named) {
            more.put("service.name", "shakeout");
        }
        return found.merge(more.build());
    }

    Tracer tracer() {
        return sdk.getTracerProvider()
                .tracerBuilder(SCOPE)
                .setInstrumentationVersion(version)
                .build();
    }

    /** Of what begins here, and is no part of another trace. */
    String traceId() {
        return ids.traceId();
    }

    Meter meter() {
        return sdk.getMeterProvider()
                .meterBuilder(SCOPE)
                .setInstrumentationVersion(version)
                .build();
    }

    /** What is still to be told is told now, if it can be. The library itself waits for its client as long as that wants. */
    @Override
    public void close() {
        var ended = Threads.ask("telemetry", () -> sdk.shutdown().join(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS));
        try {
            if (ended.get(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS).isDone()) {
                return;
            }
        } catch (ExecutionException | TimeoutException _) {
            // told below
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        told.tell("the collector has not taken all of it within " + LAST_WORDS.toSeconds() + " s");
    }

    /** The one trace is known by its number before it begins, so that all that is said of a run can be found by it. */
    private record OneTrace(String traceId) implements IdGenerator {
        @Override
        public String generateSpanId() {
            return IdGenerator.random().generateSpanId();
        }

        @Override
        public String generateTraceId() {
            return traceId;
        }
    }

    /** Passes on the first trouble only: it may be the same every few seconds. */
    private static final class Told extends Handler {
        static final String HTTP = "http/protobuf";

        private final Consumer<String> trouble;
        private final AtomicBoolean once = new AtomicBoolean();

        Told(Consumer<String> trouble) {
            this.trouble = trouble;
        }

        void tell(String words) {
            if (once.compareAndSet(false, true)) {
                trouble.accept("telemetry is not sent, which changes nothing else: " + words);
            }
        }

        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().intValue() >= Level.WARNING.intValue()) {
                String cause = line.getThrown() == null ? "" : " (" + line.getThrown() + ")";
                tell(line.getMessage() + cause);
            }
        }

        @Override
        public void flush() {
            // nothing is kept
        }

        @Override
        public void close() {
            // nothing is held
        }
    }
}
