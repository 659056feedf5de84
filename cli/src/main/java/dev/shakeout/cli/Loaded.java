package dev.shakeout.cli;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Experiment;
import java.util.Map;

/**
 * An experiment that a command works on.
 *
 * @param environment variables by which it was read: those of the process, and those of files of variables
 */
record Loaded(Experiment experiment, Source source, Map<String, String> environment) {

    /** This machine, as if the variables of files had been set by the terminal. */
    Machine machine() {
        var local = Machine.local();
        return local.environment().equals(environment) ? local : local.withEnvironment(environment);
    }
}
