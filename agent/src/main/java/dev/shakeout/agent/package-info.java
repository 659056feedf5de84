/**
 * Faults on one machine for a run on another one. {@link dev.shakeout.agent.Agent} is what runs where the target is; {@link
 * dev.shakeout.agent.Orders} is how a run speaks to it; what they say to each other is {@link dev.shakeout.agent.Order} and
 * {@link dev.shakeout.agent.Report}, lines of JSON that any {@link dev.shakeout.agent.Carrier} may carry.
 */
@NullMarked
package dev.shakeout.agent;

import org.jspecify.annotations.NullMarked;
