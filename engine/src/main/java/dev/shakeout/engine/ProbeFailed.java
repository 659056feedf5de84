package dev.shakeout.engine;

/** A probe or a provider call could not be carried out; the message says why, for a person. */
public final class ProbeFailed extends Exception {
    public ProbeFailed(String message) {
        super(message);
    }

    public ProbeFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
