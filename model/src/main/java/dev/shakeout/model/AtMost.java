package dev.shakeout.model;

import java.util.regex.Pattern;

/** How many of the targets that a selector finds a run may hit, whatever its experiment says: fewer, and never more. */
public sealed interface AtMost {
    /** As many, at least one. */
    record Count(int count) implements AtMost {
        public Count {
            if (count < 1 || count > 100_000) {
                throw new BadValue(count + " is no number of targets; it must be from 1 to 100000");
            }
        }

        @Override
        public String toString() {
            return Integer.toString(count);
        }
    }

    /** A share, rounded up to whole targets; above 0% and at most 100%. */
    record Share(Percent share) implements AtMost {
        public Share {
            if (!(share.value() > 0 && share.value() <= 100)) {
                throw new BadValue(share + " is no share of targets; it must be above 0% and at most 100%");
            }
        }

        @Override
        public String toString() {
            return share.toString();
        }
    }

    /** All that {@link #parse} takes, and nothing else; for schemas. A share has three digits that count, as it is written with no more. */
    String PATTERN =
            "[1-9][0-9]{0,4}|100000|(0\\.(0[1-9]|[1-9][0-9]?)|[1-9](\\.[0-9]{1,2})?|[1-9][0-9](\\.[0-9])?|100)%";

    /**
     * Reads a number of targets, such as 3, or a share of them, such as 5%.
     *
     * @throws BadValue it is neither
     */
    static AtMost parse(String text) {
        if (!Pattern.matches(PATTERN, text)) {
            throw new BadValue(
                    "'" + text + "' is neither a number of targets, from 1 to 100000, nor a share of them, from"
                            + " 0.01% to 100%");
        }
        return text.endsWith("%") ? new Share(Percent.parse(text)) : new Count(Integer.parseInt(text));
    }

    /** How many may be hit of those that are found; at least one of some. */
    default int of(int found) {
        return switch (this) {
            case Count(int count) -> Math.min(count, found);
            case Share(Percent share) -> share.of(found);
        };
    }
}
