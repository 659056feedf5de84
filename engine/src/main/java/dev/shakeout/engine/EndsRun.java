package dev.shakeout.engine;

/** A provider call that asked for the end of the whole run, as a Python function does by {@code sys.exit}. */
public final class EndsRun extends ProbeFailed {
    public EndsRun(String message) {
        super(message);
    }
}
