package dev.shakeout.drivers.chaostoolkit;

import dev.shakeout.drivers.chaostoolkit.Course.Look;
import dev.shakeout.drivers.chaostoolkit.Course.Phase;
import dev.shakeout.engine.Effect;
import dev.shakeout.model.Reading;
import java.time.Duration;
import java.util.Optional;

/**
 * That an action of the experiment's method has begun. Value 0 while nothing was begun, 1 while it runs and nothing was done,
 * 2 while it runs and an action has begun, 3 when it is over and an action had begun, 4 when it is over without any.
 */
record Running(Drive drive) implements Effect {
    private static final double NOTHING = 0;
    private static final double COMING = 1;
    private static final double ON = 2;
    private static final double DONE = 3;
    private static final double IN_VAIN = 4;

    @Override
    public String what() {
        return "whether an action of the method of " + drive.file() + " has begun";
    }

    @Override
    public Reading read() {
        Look look = drive.course().look();
        return new Reading(value(look), "", words(look));
    }

    private static double value(Look look) {
        if (look.phase() == Phase.NOT_BEGUN) {
            return NOTHING;
        }
        boolean acted = !look.acted().isEmpty();
        if (look.lives()) {
            return acted ? ON : COMING;
        }
        return acted ? DONE : IN_VAIN;
    }

    private String words(Look look) {
        if (look.phase() == Phase.NOT_BEGUN) {
            return "Chaos Toolkit has not begun";
        }
        String acted = look.acted().isEmpty()
                ? "no action of its method has begun"
                : "of its method these actions have begun: " + String.join(", ", look.acted());
        return "Chaos Toolkit: " + look.phase().words() + ", and " + acted
                + (value(look) == IN_VAIN ? "; " + Outcomes.why(drive.course()) : "");
    }

    /** It may be over already: what was begun was seen all the same. */
    @Override
    public boolean bites(Reading before, Reading on) {
        return on.value() == ON || on.value() == DONE;
    }

    @Override
    public boolean gone(Reading before, Reading after) {
        return after.value() != ON && after.value() != COMING;
    }

    @Override
    public boolean settled(Reading now) {
        return now.value() == IN_VAIN;
    }

    @Override
    public Optional<Duration> followed() {
        return Optional.of(Duration.ofSeconds(1));
    }

    @Override
    public Duration patience() {
        return drive.arguments().get(ChaosToolkitRun.START_WITHIN);
    }

    @Override
    public Optional<Outcome> outcome() {
        return drive.course().begun() ? Outcomes.of(drive) : Optional.empty();
    }
}
