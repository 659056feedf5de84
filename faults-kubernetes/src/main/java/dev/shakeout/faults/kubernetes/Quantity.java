package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Bytes;
import java.math.BigDecimal;

/**
 * An amount of a resource as the API server writes it, so that it is found as it was set
 * (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/).
 */
record Quantity(String text) implements Comparable<Quantity> {
    private static final String[] BINARY = {"", "Ki", "Mi", "Gi", "Ti"};
    private static final String[] DECIMAL = {"", "k", "M", "G", "T"};

    /** Of processors, to a thousandth. */
    static Quantity processors(BigDecimal count) {
        long thousandths = count.movePointRight(3).longValue();
        return new Quantity(thousandths % 1000 == 0 ? String.valueOf(thousandths / 1000) : thousandths + "m");
    }

    static Quantity memory(Bytes bytes) {
        return bytes.value() % 1024 == 0 ? of(bytes.value(), 1024, BINARY) : of(bytes.value(), 1000, DECIMAL);
    }

    /** In the largest unit of which it is a whole number. */
    private static Quantity of(long value, int step, String[] units) {
        long left = value;
        int unit = 0;
        while (left != 0 && left % step == 0 && unit < units.length - 1) {
            left /= step;
            unit++;
        }
        return new Quantity(left + units[unit]);
    }

    private BigDecimal amount() {
        return new io.fabric8.kubernetes.api.model.Quantity(text).getNumericalAmount();
    }

    @Override
    public int compareTo(Quantity other) {
        return amount().compareTo(other.amount());
    }

    @Override
    public String toString() {
        return text;
    }
}
