package dev.shakeout.server.store;

import dev.shakeout.server.schedule.Schedule;
import java.time.Instant;

/**
 * A schedule and its next start.
 *
 * @param timer which of the {@link Timers} rings for it
 * @param due by its times
 * @param at after jitter: when it is to be made
 */
public record Planned(Schedule schedule, String timer, Instant due, Instant at) {}
