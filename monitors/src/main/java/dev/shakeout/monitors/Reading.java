package dev.shakeout.monitors;

import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Json;
import dev.shakeout.model.Output;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes one number of what a monitor has answered, or says why there is none. */
final class Reading {
    static final Parameter<String> OF_SEVERAL = Parameter.optional(
            "of-several",
            Type.choice("min", "max", "mean", "sum"),
            "What counts when the query gives several series; they are a failure unless given.");
    static final Parameter<BigDecimal> NO_DATA = Parameter.optional(
            "no-data",
            Type.number(-1e15, 1e15),
            "The number where the monitor has none, such as 0 for errors that are only noted when there are some; a failure"
                    + " unless given.");
    static final Parameter<Duration> TIMEOUT = Parameter.withDefault(
            "timeout",
            Type.duration(Duration.ofMillis(100), Duration.ofMinutes(1)),
            Duration.ofSeconds(10),
            "How long an answer may take.");

    private static final int SHOWN = 3;

    private Reading() {}

    static Output[] outputs() {
        return new Output[] {
            new Output("number", Output.Kind.NUMBER, "the last value; of several series what of-several says"),
            new Output(
                    "series", Output.Kind.ANY, "each series: its name, its last value, and the value's age in seconds"),
        };
    }

    /**
     * @param nothing why there may be no series; asked only when there is none
     * @throws ProbeFailed there is no number, or there are several and nothing says which counts
     */
    static Json of(List<Series> series, Arguments arguments, Instant now, Nothing nothing)
            throws ProbeFailed, InterruptedException {
        List<Series> known =
                series.stream().filter(one -> Double.isFinite(one.value())).toList();
        if (known.isEmpty()) {
            Optional<BigDecimal> instead = arguments.find(NO_DATA);
            if (instead.isEmpty()) {
                throw new ProbeFailed("no data: " + (series.isEmpty() ? nothing.why() : notFinite(series))
                        + " (no-data says which number that stands for, if it is nothing to worry about)");
            }
            return Json.object("number", instead.get().doubleValue(), "series", Json.of(List.of()));
        }
        if (known.size() < series.size()) {
            throw new ProbeFailed(notFinite(series));
        }
        List<Json> told = known.stream().map(one -> one.told(now)).toList();
        return Json.object("number", number(known, arguments), "series", Json.of(told));
    }

    /** Why a monitor may know nothing. */
    @FunctionalInterface
    interface Nothing {
        String why() throws InterruptedException;
    }

    private static double number(List<Series> series, Arguments arguments) throws ProbeFailed {
        if (series.size() == 1) {
            return series.getFirst().value();
        }
        var values = series.stream().mapToDouble(Series::value).summaryStatistics();
        return switch (arguments.find(OF_SEVERAL).orElse("")) {
            case "min" -> values.getMin();
            case "max" -> values.getMax();
            case "mean" -> values.getAverage();
            case "sum" -> values.getSum();
            default ->
                throw new ProbeFailed("the query gives " + series.size() + " series (" + names(series)
                        + "); make it give one, or say with of-several which counts: min, max, mean or sum");
        };
    }

    private static String notFinite(List<Series> series) {
        List<Series> odd =
                series.stream().filter(one -> !Double.isFinite(one.value())).toList();
        return "the last value of " + names(odd) + " is " + odd.getFirst().value() + ", as of a division by nothing";
    }

    private static String names(List<Series> series) {
        String names = series.stream().limit(SHOWN).map(Series::name).collect(Collectors.joining(", "));
        return series.size() > SHOWN ? names + ", …" : names;
    }
}
