package dev.shakeout.model;

/** A share of something, in percent. */
public record Percent(double value) {
    public static Percent parse(String text) {
        String trimmed = text.strip();
        if (trimmed.endsWith("%")) {
            try {
                double value = Double.parseDouble(
                        trimmed.substring(0, trimmed.length() - 1).strip());
                if (Double.isFinite(value)) {
                    return new Percent(value);
                }
            } catch (NumberFormatException _) {
                // falls through to the message for every bad form
            }
        }
        throw new BadValue("'" + text + "' is not a percentage; write it with its sign, such as 50%");
    }

    /** The same share as a fraction: 50% is 0.5. */
    public double fraction() {
        return value / 100;
    }

    public static Percent of(double part, double whole) {
        return new Percent(whole == 0 ? 0 : 100 * part / whole);
    }

    @Override
    public String toString() {
        return Numbers.brief(value) + "%";
    }
}
