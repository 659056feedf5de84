package dev.shakeout.agent;

import java.util.Optional;
import java.util.regex.Pattern;

/** A release of Shakeout by its number. A server and its agents may be one minor release apart, so that either is renewed first. */
public record Release(int major, int minor) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})(\\..{0,60})?");

    /** Empty when it is no number of a release. */
    public static Optional<Release> of(String version) {
        var match = FORM.matcher(version);
        return match.matches()
                ? Optional.of(new Release(Integer.parseInt(match.group(1)), Integer.parseInt(match.group(2))))
                : Optional.empty();
    }

    public boolean worksWith(Release other) {
        return major == other.major && Math.abs(minor - other.minor) <= 1;
    }
}
