package dev.shakeout.report;

import java.time.Duration;

/**
 * One test case of a suite.
 *
 * @param type what kind of failure, for tools that group by it
 * @param details more than fits in the message; may be several lines
 */
record JunitCase(String name, State state, Duration took, String message, String type, String details) {
    enum State {
        PASSED,
        FAILURE,
        ERROR,
        SKIPPED
    }

    static JunitCase passed(String name, Duration took) {
        return new JunitCase(name, State.PASSED, took, "", "", "");
    }

    static JunitCase skipped(String name, String message) {
        return new JunitCase(name, State.SKIPPED, Duration.ZERO, message, "", "");
    }

    static JunitCase failure(String name, String message, String type) {
        return new JunitCase(name, State.FAILURE, Duration.ZERO, message, type, message);
    }

    static JunitCase error(String name, String message, String type, String details) {
        return new JunitCase(name, State.ERROR, Duration.ZERO, message, type, details);
    }
}
