/** What a schedule is and when it is due. Knows nothing of a store or of HTTP. {@link dev.shakeout.server.schedule.Schedule} is where to begin. */
package dev.shakeout.server.schedule;
