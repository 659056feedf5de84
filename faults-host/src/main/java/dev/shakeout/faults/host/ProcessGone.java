package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Target;
import java.time.Duration;

/** The process that was hit is there no more. Over at once: nothing is to be gone afterwards. */
record ProcessGone(Target target, Machine machine, Duration patience) implements Effect {
    @Override
    public String what() {
        return "whether " + target + " still runs";
    }

    @Override
    public Reading read() {
        return running()
                ? new Reading(1, "processes", target + " runs")
                : new Reading(0, "processes", target + " has ended");
    }

    boolean running() {
        return new Procfs(machine).stat(target).isPresent();
    }

    @Override
    public boolean bites(Reading before, Reading on) {
        return before.value() == 1 && on.value() == 0;
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
