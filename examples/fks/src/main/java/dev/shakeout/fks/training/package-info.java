/** CPU-heavy jobs in a bounded queue. */
@NullMarked
package dev.shakeout.fks.training;

import org.jspecify.annotations.NullMarked;
