package dev.shakeout.model;

import java.util.Optional;

/**
 * One mistake in a file or on the command line: where, what was found, what is allowed, how to mend it.
 *
 * @param message fit for a terminal, whatever of the file it quotes
 */
public record Problem(Optional<Position> position, String message) {
    public Problem {
        message = Wording.clean(message);
    }

    public static Problem at(Position position, String message) {
        return new Problem(Optional.of(position), message);
    }

    public static Problem of(String message) {
        return new Problem(Optional.empty(), message);
    }

    @Override
    public String toString() {
        return position.map(p -> p + ": ").orElse("") + message;
    }
}
