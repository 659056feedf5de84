package dev.shakeout.model;

/** A share of something, in percent. */
public record Percent(double value) {
    private static final TextForm FORM = TextForm.of("(-?\\d{1,15}(?:\\.\\d+)?)\\s*%", "50%");

    public static Percent parse(String text) {
        var match = FORM.matcher(text);
        if (!match.matches()) {
            throw new BadValue("'" + text + "' is not a percentage; write it with its sign, such as 50%");
        }
        return new Percent(Double.parseDouble(match.group(1)));
    }

    static Json.Obj schema() {
        return FORM.schema();
    }

    /** The same share as a fraction: 50% is 0.5. */
    public double fraction() {
        return value / 100;
    }

    /** So much of a number of things, rounded up to whole ones. */
    public int of(int whole) {
        return (int) Math.ceil(whole * fraction() - 1e-9);
    }

    public static Percent of(double part, double whole) {
        return new Percent(whole == 0 ? 0 : 100 * part / whole);
    }

    @Override
    public String toString() {
        return Numbers.brief(value) + "%";
    }
}
