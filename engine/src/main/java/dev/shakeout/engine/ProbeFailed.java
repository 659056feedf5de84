package dev.shakeout.engine;

import java.util.List;

/** A probe or a provider call could not be carried out; the message says why, for a person. */
public sealed class ProbeFailed extends Exception permits EndsRun {
    private final List<String> trace;

    public ProbeFailed(String message) {
        this(message, List.of());
    }

    /** @param trace how it came about, as the program in question tells it; each line with its line break */
    public ProbeFailed(String message, List<String> trace) {
        super(message);
        this.trace = List.copyOf(trace);
    }

    public ProbeFailed(String message, Throwable cause) {
        super(message, cause);
        this.trace = List.of();
    }

    public List<String> trace() {
        return trace;
    }
}
