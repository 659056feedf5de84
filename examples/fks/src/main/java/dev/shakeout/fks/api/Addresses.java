package dev.shakeout.fks.api;

import java.util.List;

/** Where a service's replicas are now. */
sealed interface Addresses permits DnsAddresses, SupervisedAddresses {
    /** Base URLs such as {@code http://127.0.0.1:20123}; empty while none is known. */
    List<String> now();

    /** Told that one of them did not answer, which is a reason to look again at once. */
    void doubt();
}
