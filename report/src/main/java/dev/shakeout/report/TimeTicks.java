package dev.shakeout.report;

import java.util.ArrayList;
import java.util.List;

/** Round moments for the time axis, in seconds since the run began. */
final class TimeTicks {
    private static final double[] STEPS = {
        0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400
    };

    private TimeTicks() {}

    static List<Double> of(double from, double to, int most) {
        double step = STEPS[STEPS.length - 1];
        for (int i = STEPS.length - 1; i >= 0; i--) {
            step = (to - from) / STEPS[i] <= most ? STEPS[i] : step;
        }
        while ((to - from) / step > most) {
            step *= 2;
        }
        var ticks = new ArrayList<Double>();
        for (double i = Math.ceil(from / step); i * step <= to; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /** Short, with its unit: 0, 500 ms, 10 s, 1:30 min, 2:00 h. */
    static String words(double seconds) {
        double size = Math.abs(seconds);
        if (size < 1e-9) {
            return "0";
        }
        String sign = seconds < 0 ? "−" : "";
        if (size < 1) {
            return sign + Math.round(size * 1000) + " ms";
        }
        if (size < 60) {
            return sign + Svg.number(size) + " s";
        }
        long whole = Math.round(size);
        return whole < 3600
                ? "%s%d:%02d min".formatted(sign, whole / 60, whole % 60)
                : "%s%d:%02d h".formatted(sign, whole / 3600, whole % 3600 / 60);
    }
}
