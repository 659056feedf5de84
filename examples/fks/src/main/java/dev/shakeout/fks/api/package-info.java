/** The gateway. Start reading at {@link dev.shakeout.fks.api.PlaceOrder}. */
@NullMarked
package dev.shakeout.fks.api;

import org.jspecify.annotations.NullMarked;
