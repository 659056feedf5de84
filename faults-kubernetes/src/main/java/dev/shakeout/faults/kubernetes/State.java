package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Value 1 while the API server says so.
 *
 * @param holds what is so while the fault is on
 * @param words of the object
 */
record State(Target target, Machine machine, String what, Test holds, Words words) implements Effect {
    /** Whether something is so. */
    interface Test {
        boolean of(Resource resource) throws IOException;
    }

    /** How an object is, in words. */
    interface Words {
        String of(Resource resource) throws IOException;
    }

    /** What controllers and nodes do takes them a while. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Override
    public Reading read() throws IOException {
        Optional<Resource> now = ResourceFinder.read(target, machine);
        if (now.isEmpty()) {
            return new Reading(0, "", target + " is not there any more");
        }
        return new Reading(holds.of(now.get()) ? 1 : 0, "", target + " " + words.of(now.get()));
    }

    @Override
    public boolean bites(Reading before, Reading on) {
        return before.value() == 0 && on.value() == 1;
    }

    @Override
    public boolean gone(Reading before, Reading after) {
        return after.value() == 0;
    }

    /** The same of something that is over at once and leaves nothing on. */
    Effect once() {
        return new Once(this);
    }

    @Override
    public Duration patience() {
        return PATIENCE;
    }

    private record Once(State state) implements Effect {
        @Override
        public String what() {
            return state.what();
        }

        @Override
        public Reading read() throws IOException {
            return state.read();
        }

        @Override
        public boolean bites(Reading before, Reading on) {
            return state.bites(before, on);
        }

        @Override
        public boolean gone(Reading before, Reading after) {
            return true;
        }

        @Override
        public Duration patience() {
            return state.patience();
        }

        @Override
        public boolean momentary() {
            return true;
        }
    }
}
