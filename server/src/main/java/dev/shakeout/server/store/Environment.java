package dev.shakeout.server.store;

import java.time.Instant;

/**
 * Where experiments are run: staging, production, …
 *
 * @param policy text of a policy file by which its runs go; empty without
 * @param version 1 for the first, one more with every change
 */
public record Environment(String name, String description, String policy, long version, Instant changedAt) {}
