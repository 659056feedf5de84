package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Target;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The process that was hit is there no more. Over at once: nothing is to be gone afterwards.
 *
 * @param end says how it ended, once it has: "process x has ended"
 */
record ProcessGone(Target target, Machine machine, Duration patience, Supplier<String> end) implements Effect {
    static ProcessGone of(Target target, Machine machine, Duration patience) {
        return new ProcessGone(target, machine, patience, () -> target + " has ended");
    }

    @Override
    public String what() {
        return "whether " + target + " still runs";
    }

    @Override
    public Reading read() {
        return running() ? new Reading(1, "processes", target + " runs") : new Reading(0, "processes", end.get());
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
