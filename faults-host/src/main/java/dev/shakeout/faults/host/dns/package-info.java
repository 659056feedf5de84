/** Questions to DNS servers and what becomes of their answers; start at {@link dev.shakeout.faults.host.dns.AnswerQueue}. */
@NullMarked
package dev.shakeout.faults.host.dns;

import org.jspecify.annotations.NullMarked;
