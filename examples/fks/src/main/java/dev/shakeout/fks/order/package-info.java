/** What the system trades: orders and their ids. */
@NullMarked
package dev.shakeout.fks.order;

import org.jspecify.annotations.NullMarked;
