package dev.shakeout.server.access;

import java.time.Instant;
import java.util.Optional;

/**
 * A role that a user has.
 *
 * @param environment where; empty for all of them
 * @param group of the provider from which it comes, and with which it goes away; empty when an admin gave it
 * @param by id of who gave it
 */
public record Grant(Optional<String> environment, Role role, Optional<String> group, String by, Instant at) {}
