package dev.shakeout.fks.order;

/** An order's id: a number, so that a million of them fit in little memory; written in base 36. */
public record OrderId(long value) {
    /**
     * Reads an id as it is written in URLs.
     *
     * @throws IllegalArgumentException if the text is no id
     */
    public static OrderId parse(String text) {
        try {
            long value = Long.parseLong(text, Character.MAX_RADIX);
            if (value > 0) {
                return new OrderId(value);
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not an order id: " + text, e);
        }
        throw new IllegalArgumentException("not an order id: " + text);
    }

    @Override
    public String toString() {
        return Long.toString(value, Character.MAX_RADIX);
    }
}
