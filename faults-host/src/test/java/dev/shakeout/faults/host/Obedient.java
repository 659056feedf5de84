package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.model.Reading;

/** Always there while on, never after: what is under test is what the undo leaves, not what the effect says. */
public final class Obedient implements Effect {
    @Override
    public String what() {
        return "nothing in particular";
    }

    @Override
    public Reading read() {
        return new Reading(1, "", "as planned");
    }

    @Override
    public boolean bites(Reading before, Reading on) {
        return true;
    }

    @Override
    public boolean gone(Reading before, Reading after) {
        return true;
    }
}
