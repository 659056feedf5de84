/** Real parts for tests, started by them and gone with them. */
@NullMarked
package dev.shakeout.testbed;

import org.jspecify.annotations.NullMarked;
