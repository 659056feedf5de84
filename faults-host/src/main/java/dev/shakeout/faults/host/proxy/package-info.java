/** The user-space network proxy; start at {@link dev.shakeout.faults.host.proxy.Proxy}. */
@NullMarked
package dev.shakeout.faults.host.proxy;

import org.jspecify.annotations.NullMarked;
