package dev.shakeout.faults.host.dns;

import dev.shakeout.model.Glob;
import dev.shakeout.model.Percent;
import java.util.List;
import java.util.Set;

/**
 * Which questions are met. Whether one of a share is among them follows from the question and from who asks, so it stays
 * the same when it is asked again for want of an answer.
 *
 * @param names patterns, in lower case
 * @param types by number; empty for all
 * @param salt another one in each process
 */
record Met(List<Glob> names, Set<Integer> types, Percent share, long salt) {
    boolean by(DnsMessage message, int port) {
        return (types.isEmpty() || types.contains(message.type()))
                && names.stream().anyMatch(name -> name.matches(message.name()))
                && (share.value() >= 100 || luck(message, port) < share.fraction());
    }

    /** From 0 to 1, spread evenly. */
    private double luck(DnsMessage message, int port) {
        long question = salt + ((long) port << 32 | (long) message.id() << 16 | message.type());
        return (mixed(question ^ (long) message.name().hashCode() << 8) >>> 11) * 0x1p-53;
    }

    /** The finalizer of MurmurHash3: every bit comes to bear on every other. */
    private static long mixed(long bits) {
        long mixed = (bits ^ bits >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ mixed >>> 33;
    }
}
