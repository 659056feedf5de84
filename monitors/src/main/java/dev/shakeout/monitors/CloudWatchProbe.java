package dev.shakeout.monitors;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.ProbeKind;
import dev.shakeout.engine.ProbeReader;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Misfit;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import dev.shakeout.probes.WebAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Asks Amazon CloudWatch for the last value of a metric or an expression over several, by GetMetricData. */
public final class CloudWatchProbe implements ProbeKind {
    static final Parameter<String> NAMESPACE =
            Parameter.optional("namespace", Type.text().shownAs("AWS/ApplicationELB"), "Of the one metric.");
    static final Parameter<String> METRIC = Parameter.optional(
            "metric", Type.text().shownAs("HTTPCode_Target_5XX_Count"), "The one metric; or else an expression.");
    static final Parameter<Map<String, String>> DIMENSIONS = Parameter.withDefault(
            "dimensions", Type.textMap(), Map.of(), "All of the metric's dimensions: CloudWatch does not add them up.");
    static final Parameter<String> STATISTIC = Parameter.withDefault(
            "statistic", Type.text(), Metric.USUAL_STATISTIC, "Of the metric: Sum, Average, Maximum, p99, …");
    static final Parameter<Duration> PERIOD =
            Parameter.withDefault("period", Metric.PERIOD, Metric.USUAL_PERIOD, "Over how long each value is made.");
    static final Parameter<String> EXPRESSION = Parameter.optional(
            "expression",
            Type.text().shownAs("100 * errors / requests"),
            "Metric math over metrics, by their ids, or a query of Metrics Insights; in place of metric.");
    static final Parameter<Map<String, Metric>> METRICS = Parameter.withDefault(
            "metrics",
            new Metric.ById(),
            Map.of(),
            "What an expression is about: by an id each, an object with namespace, metric, dimensions, statistic, period.");
    static final Parameter<Duration> WINDOW = Parameter.withDefault(
            "window",
            Type.duration(Duration.ofMinutes(1), Duration.ofDays(1)),
            Duration.ofMinutes(10),
            "How old the last value may be; what AWS measures itself comes minutes late.");
    static final Parameter<String> REGION = Parameter.optional(
            "region", Type.text().shownAs("eu-west-1"), "Else that of the environment or the profile.");
    static final Parameter<String> PROFILE = Parameter.optional(
            "profile",
            Type.text(),
            "Of ~/.aws; else credentials are those of the environment, the container or the instance.");
    static final Parameter<URI> URL = Parameter.optional(
            "url", new WebAddress(), "Where CloudWatch is, such as an endpoint of a VPC; else that of the region.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                        "cloudwatch",
                        "Asks Amazon CloudWatch for the last value of a metric, or of an expression over several.",
                        NAMESPACE,
                        METRIC,
                        DIMENSIONS,
                        STATISTIC,
                        PERIOD,
                        EXPRESSION,
                        METRICS,
                        WINDOW,
                        REGION,
                        PROFILE,
                        URL,
                        Reading.OF_SEVERAL,
                        Reading.NO_DATA,
                        Reading.TIMEOUT)
                .reads(Reading.outputs());
    }

    @Override
    public Optional<Misfit> check(Arguments arguments, Machine machine) {
        boolean math = arguments.find(EXPRESSION).isPresent();
        boolean single = arguments.find(METRIC).isPresent();
        if (math == single) {
            return misfit(EXPRESSION, "give either metric, with its namespace, or an expression");
        }
        if (single && arguments.find(NAMESPACE).isEmpty()) {
            return misfit(METRIC, "its namespace is missing, such as namespace: AWS/ApplicationELB");
        }
        if (single && !arguments.get(METRICS).isEmpty()) {
            return misfit(METRICS, "they belong to an expression");
        }
        try {
            Metric.check(arguments.get(PERIOD));
            return Optional.empty();
        } catch (BadValue e) {
            return misfit(PERIOD, String.valueOf(e.getMessage()));
        }
    }

    private static Optional<Misfit> misfit(Parameter<?> parameter, String words) {
        return Optional.of(new Misfit(parameter.name(), words));
    }

    @Override
    public ProbeReader.Once open(String name, Arguments arguments, Machine machine) {
        return new CloudWatch(arguments, machine);
    }
}
