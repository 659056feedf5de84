package dev.shakeout.cli;

/** Exit statuses that are no verdict's; the verdicts have theirs in {@link dev.shakeout.model.Verdict}. */
final class Exit {
    static final int OK = 0;
    static final int USAGE = 2;
    /** Of Chaos Toolkit, for whatever is wrong with an experiment or a run. */
    static final int TOOLKIT_FAILED = 1;

    static final int FAILED = 7;
    static final int UNSAFE = 8;

    private Exit() {}
}
