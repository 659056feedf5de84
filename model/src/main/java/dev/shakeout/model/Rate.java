package dev.shakeout.model;

/** How often something happens, per second. Written 50/s, 30/m or 100/h. */
public record Rate(double perSecond) {
    private static final TextForm FORM = TextForm.of("(\\d+(?:\\.\\d+)?)\\s*/\\s*(s|m|h)", "50/s", "30/m");

    public static Rate parse(String text) {
        var match = FORM.matcher(text);
        if (!match.matches()) {
            throw new BadValue("'" + text + "' is not a rate; write it with its unit, such as 50/s or 30/m");
        }
        double count = Double.parseDouble(match.group(1));
        return new Rate(
                switch (match.group(2)) {
                    case "m" -> count / 60;
                    case "h" -> count / 3600;
                    default -> count;
                });
    }

    static Json.Obj schema() {
        return FORM.schema();
    }

    @Override
    public String toString() {
        return Numbers.brief(perSecond) + "/s";
    }
}
