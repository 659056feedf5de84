/** What a run does to hosts of a fleet, by the agents there. */
@NullMarked
package dev.shakeout.agent.fleet;

import org.jspecify.annotations.NullMarked;
