package dev.shakeout.server.store;

import java.time.Instant;

/**
 * A line that a run has told of itself.
 *
 * @param seq 1 for its first
 * @param level debug, info, warning or error
 */
public record RunEvent(long seq, Instant at, String level, String words) {}
