/** The little HTTP that the services speak: a server, a caller, and metrics. */
@NullMarked
package dev.shakeout.fks.http;

import org.jspecify.annotations.NullMarked;
