package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Target;
import java.io.IOException;

/**
 * How many real packets the rules of a fault have met, as the kernel counts them. For traffic that nobody but the target
 * and its peers can bring about; without any there is no effect.
 */
record Hits(PacketRules rules, Target target, Traffic traffic, Machine machine) implements Effect {
    @Override
    public String what() {
        return "packets " + traffic.words() + " that were met";
    }

    @Override
    public Reading read() throws IOException {
        var finished = machine.processes().run(rules.counting(traffic.namespace()));
        if (!finished.ok()) {
            throw new IOException("the packets of " + target + " cannot be counted: " + finished.complaint());
        }
        long packets = finished.output().lines().mapToLong(Long::parseLong).sum();
        return new Reading(packets, "", packets + (packets == 1 ? " packet was met" : " packets were met"));
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
