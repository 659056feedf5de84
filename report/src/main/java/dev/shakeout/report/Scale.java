package dev.shakeout.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Maps values to pixels.
 *
 * @param log each factor takes the same room; both ends are then above zero
 */
record Scale(double least, double most, boolean log, double fromPixel, double toPixel) {
    /** Values further apart than this factor are not readable side by side on a linear axis. */
    private static final double LOG_FROM = 25;

    static Scale linear(double least, double most, double fromPixel, double toPixel) {
        return new Scale(least, most <= least ? least + 1 : most, false, fromPixel, toPixel);
    }

    /** For values of zero and above: logarithmic where they differ widely, else linear from zero to a round number. */
    static Scale fitting(double smallest, double largest, double fromPixel, double toPixel) {
        if (smallest > 0 && largest / smallest > LOG_FROM) {
            return new Scale(roundDown(smallest), roundUp(largest), true, fromPixel, toPixel);
        }
        return linear(0, largest <= 0 ? 1 : roundUp(largest), fromPixel, toPixel);
    }

    double pixel(double value) {
        double within = Math.clamp(value, least, most);
        double share = log ? Math.log(within / least) / Math.log(most / least) : (within - least) / (most - least);
        return fromPixel + share * (toPixel - fromPixel);
    }

    /** Round values for an axis, about this many. */
    List<Double> ticks(int about) {
        var ticks = new ArrayList<Double>();
        if (log) {
            double decades = Math.log10(most / least);
            int[] digits = decades > 3 ? new int[] {1} : decades > 1.6 ? new int[] {1, 3} : new int[] {1, 2, 5};
            for (double power = Math.pow(10, Math.floor(Math.log10(least))); power <= most; power *= 10) {
                for (int digit : digits) {
                    add(ticks, power * digit);
                }
            }
        } else {
            double step = step((most - least) / Math.max(1, about));
            for (int i = 0; least + i * step <= most * (1 + 1e-9); i++) {
                add(ticks, least + i * step);
            }
        }
        return ticks;
    }

    private void add(List<Double> ticks, double value) {
        if (value >= least * (1 - 1e-9) && value <= most * (1 + 1e-9)) {
            ticks.add(value);
        }
    }

    private static double step(double atLeast) {
        double power = Math.pow(10, Math.floor(Math.log10(atLeast)));
        double digits = atLeast / power;
        return power * (digits <= 1 ? 1 : digits <= 2 ? 2 : digits <= 5 ? 5 : 10);
    }

    private static double roundUp(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (double digits : new double[] {1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8}) {
            if (value <= digits * power * (1 + 1e-9)) {
                return digits * power;
            }
        }
        return 10 * power;
    }

    private static double roundDown(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        double digits = value / power;
        return power * (digits >= 5 ? 5 : digits >= 2 ? 2 : 1);
    }
}
