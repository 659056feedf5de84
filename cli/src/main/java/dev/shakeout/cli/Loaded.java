package dev.shakeout.cli;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Experiment;
import java.util.Map;

/**
 * An experiment that a command works on. What was started to read it, such as a Python, ends when this is closed.
 *
 * @param environment variables by which it was read: those of the process, and those of files of variables
 * @param machine this one, as if the variables of files had been set by the terminal
 */
record Loaded(Experiment experiment, Source source, Map<String, String> environment, Machine machine)
        implements AutoCloseable {
    @Override
    public void close() {
        machine.shared().close();
    }

    static Machine machine(Map<String, String> environment) {
        var local = Machine.local();
        return local.environment().equals(environment) ? local : local.withEnvironment(environment);
    }
}
