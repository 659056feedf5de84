package dev.shakeout.probes.wire;

import java.io.IOException;

/** The connection ended before the first byte of an answer. */
public final class Unanswered extends IOException {
    Unanswered(String message, Throwable cause) {
        super(message, cause);
    }

    Unanswered() {
        super("the server closed the connection without an answer");
    }
}
