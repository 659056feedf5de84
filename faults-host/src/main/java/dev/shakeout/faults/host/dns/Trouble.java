package dev.shakeout.faults.host.dns;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** What becomes of an answer that is met. */
sealed interface Trouble {
    /** The server does not know, or does not want to. */
    record Failure(int error) implements Trouble {}

    /** It never arrives. */
    record Silence() implements Trouble {}

    /** @param jitter the most that is added or taken off */
    record Late(Duration delay, Duration jitter) implements Trouble {
        long nanos() {
            double luck = jitter.isZero() ? 0 : RandomGenerator.getDefault().nextDouble(-1, 1);
            return (long) Math.max(0, delay.toNanos() + luck * jitter.toNanos());
        }
    }

    /**
     * Other addresses than those that the name has.
     *
     * @param random besides those given, one for each question that is nobody's
     */
    record Wrong(List<InetAddress> addresses, boolean random, int secondsToLive) implements Trouble {
        /** Those that are of the type asked for. */
        List<InetAddress> of(int type) {
            var all = new ArrayList<>(addresses);
            if (random) {
                all.add(nobodys(type == RecordType.AAAA.number()));
            }
            return all.stream().filter(each -> DnsMessage.fits(each, type)).toList();
        }

        /** From the nets for benchmarks (RFC 2544) and for documentation (RFC 3849), so that no stranger is called. */
        private static InetAddress nobodys(boolean ipv6) {
            var address = new byte[ipv6 ? 16 : 4];
            RandomGenerator.getDefault().nextBytes(address);
            byte[] net = ipv6 ? new byte[] {0x20, 0x01, 0x0d, (byte) 0xb8} : new byte[] {(byte) 198, 18};
            System.arraycopy(net, 0, address, 0, net.length);
            try {
                return InetAddress.getByAddress(address);
            } catch (UnknownHostException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
