package dev.shakeout.cli;

import dev.shakeout.model.InvalidInput;

/** An experiment that cannot be run, where a tool's rules tell that apart from a mistake on the command line. */
final class BadExperiment extends RuntimeException {
    private final transient InvalidInput why;

    BadExperiment(InvalidInput why) {
        super(why.getMessage(), why);
        this.why = why;
    }

    InvalidInput why() {
        return why;
    }
}
