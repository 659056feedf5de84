package dev.shakeout.faults.host;

import dev.shakeout.model.Percent;
import dev.shakeout.model.Reading;
import java.util.function.DoubleUnaryOperator;

/**
 * How far the average of several tries is moved by a fault that hits a share of them.
 *
 * @param hit what the number is for one that is hit, given what it is for others
 */
record Swing(Percent share, DoubleUnaryOperator hit) {
    /** That none of a share is among those that are tried has a chance of 1 in 160,000. */
    private static final double ENOUGH = 12;

    private static final int FEW = 3;

    /** How many to try. */
    int count() {
        return share.value() >= 100 ? FEW : (int) Math.ceil(ENOUGH / share.fraction());
    }

    boolean bites(Reading before, Reading on) {
        double middle = middle(before);
        double whole = hit.applyAsDouble(before.value());
        return whole > before.value() ? on.value() >= middle : whole < before.value() && on.value() <= middle;
    }

    /** Where the fault would not move it, as with a header that is there anyway, there is nothing to go. */
    boolean gone(Reading before, Reading after) {
        double middle = middle(before);
        double whole = hit.applyAsDouble(before.value());
        return whole == before.value() || (whole > before.value() ? after.value() < middle : after.value() > middle);
    }

    /** Halfway between what it is without the fault and what it should be with it. */
    private double middle(Reading before) {
        return before.value() + share.fraction() * (hit.applyAsDouble(before.value()) - before.value()) / 2;
    }
}
