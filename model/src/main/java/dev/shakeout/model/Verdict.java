package dev.shakeout.model;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a run concluded. */
public enum Verdict {
    PASSED(0, "The steady state held whenever it was read; every fault had its effect; all was taken back."),
    DEVIATED(1, "The hypothesis broke while faults were on or after them."),
    HALTED(3, "A guard stopped the run; all was taken back."),
    NOT_READY(4, "The steady state did not hold before; nothing was injected."),
    INCONCLUSIVE(5, "A fault had no measurable effect, or there was too little data to say."),
    ABORTED(6, "Stopped by a person or a signal; all was taken back."),
    FAILED(7, "The run itself broke."),
    UNSAFE(8, "Something could not be taken back."),
    REFUSED(9, "A rule said no; nothing was injected.");

    private final int exitCode;
    private final String meaning;

    Verdict(int exitCode, String meaning) {
        this.exitCode = exitCode;
        this.meaning = meaning;
    }

    public int exitCode() {
        return exitCode;
    }

    /** What it says of any run. */
    public String meaning() {
        return meaning;
    }

    /**
     * What it says of one run, and no more than was looked at.
     *
     * @param read when the steady state was read
     * @param injected whether there was any fault
     */
    public String meaning(Set<Phase> read, boolean injected) {
        if (this != PASSED) {
            return meaning;
        }
        String faults = injected ? "every fault had its effect; all was taken back." : "nothing was injected.";
        if (read.isEmpty()) {
            return "No steady state was read; " + faults;
        }
        String held = "The steady state held " + words(EnumSet.copyOf(read), " and ");
        var unread = EnumSet.complementOf(EnumSet.copyOf(read));
        return held + (unread.isEmpty() ? "; " : ", and was not read " + words(unread, " or ") + "; ") + faults;
    }

    /** "before, during and after". */
    private static String words(EnumSet<Phase> phases, String last) {
        var words = phases.stream().map(Phase::word).toList();
        String all = String.join(", ", words);
        return words.size() < 2 ? all : all.substring(0, all.lastIndexOf(", ")) + last + words.getLast();
    }

    /** As written in journals and on screens: not-ready. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Verdict ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /**
     * The worse of two conclusions about one run. What endangers the system comes first, then what kept the run from
     * being a test at all, then what the test showed.
     */
    public Verdict and(Verdict other) {
        return rank() <= other.rank() ? this : other;
    }

    private int rank() {
        return switch (this) {
            case UNSAFE -> 0;
            case REFUSED -> 1;
            case NOT_READY -> 2;
            case HALTED -> 3;
            case ABORTED -> 4;
            case FAILED -> 5;
            case DEVIATED -> 6;
            case INCONCLUSIVE -> 7;
            case PASSED -> 8;
        };
    }
}
