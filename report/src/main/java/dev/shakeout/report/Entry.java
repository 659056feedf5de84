package dev.shakeout.report;

import dev.shakeout.model.Journal;

/**
 * A run to report on.
 *
 * @param file the experiment's file as a person would type it in {@code shakeout run FILE}
 */
public record Entry(Journal journal, String file) {
    /** Where only the journal is known. The file is what the run's environment says under "file". */
    public static Entry of(Journal journal) {
        return new Entry(journal, journal.environment().getOrDefault("file", "experiment.json"));
    }

    /** The command that repeats this run with the same random choices. */
    public String rerun() {
        return verify() + " --seed " + journal.seed();
    }

    /** The command that proves a fix. */
    public String verify() {
        return "shakeout run " + Plain.shellWord(file);
    }
}
