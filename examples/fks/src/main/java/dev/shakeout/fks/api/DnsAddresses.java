package dev.shakeout.fks.api;

import dev.shakeout.fks.http.HostPort;
import java.net.UnknownHostException;
import java.util.List;

/** A fixed name. Each address that DNS gives for it is a replica, as with Compose and headless Kubernetes services. */
final class DnsAddresses implements Addresses {
    private final HostPort name;

    DnsAddresses(HostPort name) {
        this.name = name;
    }

    @Override
    public List<String> now() {
        try {
            return name.resolve();
        } catch (UnknownHostException e) {
            System.err.println("fks_api: no address yet for " + e.getMessage());
            return List.of();
        }
    }

    @Override
    public void doubt() {
        // The JDK's own cache forgets after a second (set in Fks).
    }
}
