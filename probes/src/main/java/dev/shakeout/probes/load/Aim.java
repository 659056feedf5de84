package dev.shakeout.probes.load;

import dev.shakeout.probes.wire.Origin;
import dev.shakeout.probes.wire.Request;
import java.time.Duration;

/**
 * What is sent where, how often, and what counts as an error.
 *
 * @param limit a request without its whole answer this long after it was due is an error
 * @param errorsFrom the least status that counts as an error
 * @param mostIdle connections kept for the next request; more are made when needed
 * @param mostInFlight requests beyond this many at once are not sent, and are errors
 */
public record Aim(
        Origin origin,
        Request request,
        double perSecond,
        Duration limit,
        int errorsFrom,
        int mostIdle,
        int mostInFlight) {}
