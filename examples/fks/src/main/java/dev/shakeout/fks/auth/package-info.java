/** Who may trade. */
@NullMarked
package dev.shakeout.fks.auth;

import org.jspecify.annotations.NullMarked;
