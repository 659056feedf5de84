/** What a rollout is and how far it has come. Knows nothing of a store or of HTTP. {@link dev.shakeout.server.rollout.Rollout} is where to begin. */
package dev.shakeout.server.rollout;
