package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Target;

/** A signal that its process has a handler for, and has taken: it waits no more. The process may go on, or end by it. */
record SignalTaken(Target target, String signal, Machine machine) implements Effect {
    @Override
    public String what() {
        return "whether " + SignalName.words(signal) + " waits for " + target;
    }

    @Override
    public Reading read() {
        boolean waits = Disposition.pending(target, signal, machine);
        String words = new Procfs(machine).stat(target).isEmpty()
                ? target + " has ended"
                : target + (waits ? " has not taken it yet" : " has taken what was sent");
        return new Reading(waits ? 1 : 0, "signals", words);
    }

    @Override
    public boolean bites(Reading before, Reading on) {
        return on.value() == 0;
    }

    @Override
    public boolean gone(Reading before, Reading after) {
        return true;
    }

    @Override
    public boolean momentary() {
        return true;
    }
}
