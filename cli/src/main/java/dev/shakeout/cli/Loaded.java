package dev.shakeout.cli;

import dev.shakeout.dialects.Inputs;
import dev.shakeout.dialects.foreign.Translated;
import dev.shakeout.dialects.settings.GlobalControl;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Mask;
import java.util.List;
import java.util.Map;

/**
 * Experiments that a command works on. What was started to read them, such as a Python, ends when this is closed.
 *
 * @param entries at least one, in the order in which they are run
 * @param inputs by which they were read
 * @param machine this one, as if the variables of files had been set by the terminal
 * @param everywhere controls that hold whatever the experiment is
 */
record Loaded(List<Entry> entries, Inputs inputs, Machine machine, List<GlobalControl> everywhere)
        implements AutoCloseable {
    /**
     * One of them.
     *
     * @param written what it was read from, and what became of it on the way
     */
    record Entry(Experiment experiment, Source source, Translated written) {}

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
