package dev.shakeout.report.gate;

import java.util.Optional;

/**
 * Something that speaks for or against going on.
 *
 * @param source the journal that shows it, if one does
 */
public record Reason(Kind kind, String words, Optional<String> source) {
    /** What kind of thing it is; the names are part of what the gate writes for machines. */
    public enum Kind {
        PASSED("passed", false, "A run passed, recently enough."),
        NO_RUN("no-run", true, "Nothing was ever tried, or not that."),
        NOT_PASSED("not-passed", true, "The last run that shows anything did not pass."),
        STALE("stale", true, "The last run is too long ago to speak for the system as it is."),
        ACCEPTED("accepted-finding", false, "A weakness that the last run exposed is accepted for a while."),
        FINDING("open-finding", true, "A weakness that the last run exposed is not shown to be mended.");

        private final String id;
        private final boolean closes;
        private final String meaning;

        Kind(String id, boolean closes, String meaning) {
            this.id = id;
            this.closes = closes;
            this.meaning = meaning;
        }

        public String id() {
            return id;
        }

        /** Whether it keeps the gate closed. */
        public boolean closes() {
            return closes;
        }

        public String meaning() {
            return meaning;
        }
    }
}
