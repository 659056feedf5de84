package dev.shakeout.cli.remote;

import java.time.Instant;

/**
 * Something that a run tells of itself.
 *
 * @param level debug, info, warning or error
 */
public record Told(Instant at, String level, String words) {}
