package dev.shakeout.report;

import dev.shakeout.model.Journal;
import dev.shakeout.model.LoadWindow;
import dev.shakeout.model.Span;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** What a continuous probe saw over time, as points. A window stands at its end, when its last request was due. */
record Series(Journal journal, String probe, List<LoadWindow> windows) {
    /** A span without windows this many times longer than usual is a gap. */
    private static final double GAP = 4;

    static Series of(Journal journal, String probe) {
        return new Series(journal, probe, journal.load().getOrDefault(probe, List.of()));
    }

    /** In milliseconds. Windows without an answer have no latency. */
    List<Point> latency(Function<LoadWindow, Duration> percentile) {
        return windows.stream()
                .filter(w -> w.answered() > 0)
                .map(w -> new Point(at(w), Span.millis(percentile.apply(w))))
                .toList();
    }

    List<Point> values(ToDoubleFunction<LoadWindow> value) {
        return windows.stream()
                .map(w -> new Point(at(w), value.applyAsDouble(w)))
                .toList();
    }

    double gapSeconds() {
        if (windows.size() < 3) {
            return Double.MAX_VALUE;
        }
        double[] steps = new double[windows.size() - 1];
        for (int i = 1; i < windows.size(); i++) {
            steps[i - 1] = at(windows.get(i)) - at(windows.get(i - 1));
        }
        return GAP
                * DoubleStream.of(steps)
                        .sorted()
                        .skip(steps.length / 2)
                        .findFirst()
                        .orElse(1);
    }

    private double at(LoadWindow window) {
        return Span.seconds(Duration.between(journal.start(), window.to()));
    }
}
