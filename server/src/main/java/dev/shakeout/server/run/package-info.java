/** How runs are carried out: each by a command of its own. {@link dev.shakeout.server.run.Conductor} is where to begin. */
package dev.shakeout.server.run;
