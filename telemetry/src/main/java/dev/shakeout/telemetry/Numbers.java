package dev.shakeout.telemetry;

import dev.shakeout.engine.OtelVariables;
import dev.shakeout.model.Measurement;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Numbers that are looked up and told again and again. */
public final class Numbers implements AutoCloseable {
    private static final String PREFIX = "shakeout.";

    private final Export export;

    private Numbers(Export export) {
        this.export = export;
    }

    /**
     * Begins to tell them.
     *
     * @param version of Shakeout
     * @param trouble told once if they cannot be told
     */
    public static Optional<Numbers> begin(
            List<Measurement> all, OtelVariables wanted, String version, Consumer<String> trouble) {
        return Export.open(wanted, version, trouble).map(export -> {
            tell(all, export.meter());
            return new Numbers(export);
        });
    }

    /** Tells them once more, and waits for that no longer than 2 s. */
    @Override
    public void close() {
        export.close();
    }

    private static void tell(List<Measurement> all, Meter meter) {
        for (Measurement one : all) {
            String name = PREFIX + one.name();
            switch (one.kind()) {
                case COUNTER ->
                    meter.counterBuilder(name).setDescription(one.help()).buildWithCallback(out -> look(one, out));
                case GAUGE ->
                    meter.gaugeBuilder(name)
                            .ofLongs()
                            .setDescription(one.help())
                            .buildWithCallback(out -> look(one, out));
            }
        }
    }

    private static void look(Measurement one, ObservableLongMeasurement out) {
        for (Measurement.Sample sample : one.samples().get()) {
            var labels = Attributes.builder();
            sample.labels().forEach((key, value) -> labels.put("shakeout." + key, value));
            out.record(sample.value(), labels.build());
        }
    }
}
