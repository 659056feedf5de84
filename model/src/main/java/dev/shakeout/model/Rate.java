package dev.shakeout.model;

import java.util.regex.Pattern;

/** How often something happens, per second. Written 50/s, 30/m or 100/h. */
public record Rate(double perSecond) {
    private static final Pattern FORM = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*/\\s*(s|m|h)");

    public static Rate parse(String text) {
        var match = FORM.matcher(text.strip());
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

    @Override
    public String toString() {
        return Numbers.brief(perSecond) + "/s";
    }
}
