/** Packets held, changed and put out of order in user space; start at {@link dev.shakeout.faults.host.queue.PacketQueue}. */
@NullMarked
package dev.shakeout.faults.host.queue;

import org.jspecify.annotations.NullMarked;
