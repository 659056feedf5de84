package dev.shakeout.engine;

import dev.shakeout.model.Injection;
import dev.shakeout.model.Plan;
import java.io.IOException;
import java.util.Optional;

/**
 * Lets an injection into a run that is under way: before it begins its target belongs to this run, and whoever takes the run
 * back when this host is lost knows how.
 */
record LateEntry(String runId, Plan plan, TargetLocks locks, Custodians custodians) implements Newcomers.Admission {
    @Override
    public Optional<String> refused(Injection injection) {
        if (injection.durable() && plan.injections().stream().noneMatch(Injection::durable)) {
            return Optional.of("what it changes survives a restart of this host, and the ledger of this run would not");
        }
        try {
            Optional<String> taken = locks.join(runId, injection.target());
            if (taken.isEmpty()) {
                custodians.join(injection);
            }
            return taken;
        } catch (IOException e) {
            return Optional.of("nobody else could be told how it is taken back: " + e.getMessage());
        }
    }
}
