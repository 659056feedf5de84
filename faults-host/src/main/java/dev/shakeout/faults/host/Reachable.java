package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.time.Duration;

/** What becomes of the least exchange with a port: 0 is answered, more is worse. */
record Reachable(Target target, Spot spot, Machine machine) implements Effect {
    private static final Duration LIMIT = Duration.ofSeconds(1);

    @Override
    public String what() {
        return "whether an empty exchange with " + spot + " succeeds";
    }

    @Override
    public Reading read() throws IOException {
        Exchange exchange = Exchange.near(target, spot.host(), spot.port(), LIMIT, machine);
        return new Reading(exchange.outcome().badness, "", "an empty exchange with " + spot + " " + exchange.words());
    }

    @Override
    public boolean bites(Reading before, Reading on) {
        return on.value() > before.value();
    }

    @Override
    public boolean gone(Reading before, Reading after) {
        return after.value() <= before.value();
    }
}
