package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.time.Duration;

/** How long the least exchange with a port takes, in milliseconds. */
record RoundTrip(Target target, String host, int port, Duration latency, Duration jitter, Machine machine)
        implements Effect {
    @Override
    public String what() {
        return "time of an empty exchange with " + host + ":" + port;
    }

    /** On the wire the delay counts once for connecting and once for the end of the exchange. */
    @Override
    public Reading read() throws IOException {
        Duration limit = latency.plus(jitter).multipliedBy(3).plusSeconds(1);
        Exchange exchange = Exchange.near(target, host, port, limit, machine);
        return new Reading(
                exchange.millis(), "ms", "an empty exchange with " + host + ":" + port + " " + exchange.words());
    }

    @Override
    public boolean bites(Reading before, Reading on) {
        return on.value() - before.value() >= half();
    }

    @Override
    public boolean gone(Reading before, Reading after) {
        return after.value() - before.value() < half();
    }

    private double half() {
        return latency.toNanos() / 2e6;
    }

    @Override
    public Duration patience() {
        return latency.plus(jitter).multipliedBy(6).plusSeconds(5);
    }
}
