package dev.shakeout.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How the system bore one injection, by one continuous probe's samples.
 *
 * @param faultOff when the fault was taken back; for a fault that is over at once (a kill), the moment it happened
 * @param timeToDetect fault on to the first sample window outside the steady state; empty: it never left it
 * @param timeToRecover fault off to the last window outside it; zero: it never left it, or had come back before; empty:
 *     it had not come back when the run ended
 */
public record Recovery(
        String injection,
        String probe,
        Instant faultOn,
        Instant faultOff,
        Optional<Duration> timeToDetect,
        Optional<Duration> timeToRecover) {}
