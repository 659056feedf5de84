package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.model.Reading;
import java.io.IOException;
import java.time.Duration;

/**
 * How many out of a number of packets or exchanges met with a fault that strikes by chance.
 *
 * @param least how many more than before show that it is on: well below what is to be expected, well above none
 */
record Share(String what, Sampling sampling, double least, Duration patience) implements Effect {
    /** Sends some, and sees what becomes of them. */
    interface Sampling {
        Reading take() throws IOException;
    }

    /** How many show by themselves that one in so many is struck, within a second or two. */
    static int count(double share, int least, int most) {
        return (int) Math.clamp(Math.ceil(30 / Math.max(share, 1e-6)), least, most);
    }

    static Share of(String what, int count, double share, Duration patience, Sampling sampling) {
        return new Share(what, sampling, Math.max(1, count * share / 3), patience);
    }

    @Override
    public Reading read() throws IOException {
        return sampling.take();
    }

    @Override
    public boolean bites(Reading before, Reading on) {
        return on.value() - before.value() >= least;
    }

    @Override
    public boolean gone(Reading before, Reading after) {
        return after.value() - before.value() < least;
    }
}
