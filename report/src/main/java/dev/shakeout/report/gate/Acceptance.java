package dev.shakeout.report.gate;

import java.time.Instant;

/**
 * That somebody answers for living with a weakness for a while.
 *
 * @param until from when on it counts again
 */
public record Acceptance(Instant until, String reason) {}
