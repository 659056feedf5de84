package dev.shakeout.cli;

import dev.shakeout.dialects.Inputs;
import dev.shakeout.dialects.settings.GlobalControl;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Mask;
import java.util.List;
import java.util.Map;

/**
 * An experiment that a command works on. What was started to read it, such as a Python, ends when this is closed.
 *
 * @param inputs by which it was read
 * @param machine this one, as if the variables of files had been set by the terminal
 * @param everywhere controls that hold whatever the experiment is
 */
record Loaded(Experiment experiment, Source source, Inputs inputs, Machine machine, List<GlobalControl> everywhere)
        implements AutoCloseable {
    @Override
    public void close() {
        machine.shared().close();
    }

    /** Variables by which it was read: those of the process, and those of files of variables. */
    Map<String, String> environment() {
        return inputs.environment();
    }

    static Machine machine(Map<String, String> environment, Mask mask) {
        var local = Machine.local().withMask(mask);
        return local.environment().equals(environment) ? local : local.withEnvironment(environment);
    }
}
