package dev.shakeout.cli;

/** Exit statuses that are no verdict's; the verdicts have theirs in {@link dev.shakeout.model.Verdict}. */
final class Exit {
    static final int OK = 0;
    static final int USAGE = 2;
    static final int FAILED = 7;
    static final int UNSAFE = 8;

    private Exit() {}
}
