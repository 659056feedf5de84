package dev.shakeout.probes;

import java.io.IOException;
import java.net.InetAddress;

/**
 * What a call may reach and take.
 *
 * @param addresses told of each address that it may connect to, after the name was looked up and before it connects: no other is
 *     connected to, whatever the name leads to later
 * @param redirects how many are followed
 * @param mostBytes of the answer's body
 */
public record CallBounds(Addresses addresses, int redirects, int mostBytes) {
    /** Of what people write into their own experiments. */
    static final CallBounds USUAL = new CallBounds(_ -> {}, 10, HttpBody.MOST_BYTES);

    /** Which addresses may be reached. */
    @FunctionalInterface
    public interface Addresses {
        /** @throws IOException this one may not */
        void check(InetAddress address) throws IOException;
    }
}
