/** The sample system: five services and the supervisor that keeps them running. Start reading at {@link dev.shakeout.fks.Fks}. */
@NullMarked
package dev.shakeout.fks;

import org.jspecify.annotations.NullMarked;
