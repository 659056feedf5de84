package dev.shakeout.model;

/** A value that its {@link Type} does not take. The message says what was found and what is allowed. */
public final class BadValue extends RuntimeException {
    public BadValue(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return java.util.Objects.requireNonNull(super.getMessage());
    }
}
