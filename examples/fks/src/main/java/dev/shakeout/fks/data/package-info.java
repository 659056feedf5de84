/** Keeps orders in a file database. */
@NullMarked
package dev.shakeout.fks.data;

import org.jspecify.annotations.NullMarked;
