/** Plays the platform: starts, watches, restarts, and scales the services. Start reading at {@link dev.shakeout.fks.supervisor.Supervisor}. */
@NullMarked
package dev.shakeout.fks.supervisor;

import org.jspecify.annotations.NullMarked;
