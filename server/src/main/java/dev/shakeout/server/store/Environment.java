package dev.shakeout.server.store;

import dev.shakeout.model.Rule.FlagSource;
import java.time.Instant;
import java.util.Optional;

/**
 * Where experiments are run: staging, production, …
 *
 * @param policy text of a policy file by which its runs go; empty without
 * @param flag the feature flag that must be on for its runs, and halts them when it goes off
 * @param version 1 for the first, one more with every change
 */
public record Environment(
        String name, String description, String policy, Optional<FlagSource> flag, long version, Instant changedAt) {
    /** Without a flag. */
    public Environment(String name, String description, String policy, long version, Instant changedAt) {
        this(name, description, policy, Optional.empty(), version, changedAt);
    }
}
