/** Executes orders, each once. */
@NullMarked
package dev.shakeout.fks.execution;

import org.jspecify.annotations.NullMarked;
