/** JSON text to maps and back. */
@NullMarked
package dev.shakeout.fks.json;

import org.jspecify.annotations.NullMarked;
