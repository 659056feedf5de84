package dev.shakeout.server.web;

import dev.shakeout.model.BadValue;
import io.helidon.common.configurable.Resource;
import io.helidon.common.pki.Keys;
import io.helidon.common.tls.Tls;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where a server listens.
 *
 * @param address of this host; 0.0.0.0 or :: for all of them
 * @param port 0 for any that is free
 * @param identity by which it is known; without one it speaks no TLS
 */
public record Listening(InetAddress address, int port, Optional<Identity> identity) {
    /**
     * Files in PEM.
     *
     * @param certificate its own first, then those that vouch for it
     * @param key in PKCS#8 or PKCS#1, without a password
     */
    public record Identity(Path certificate, Path key) {
        private Tls tls() {
            for (Path file : List.of(certificate, key)) {
                if (!Files.isReadable(file)) {
                    throw new BadValue(file + " cannot be read; it must be a file in PEM that this user may read");
                }
            }
            try {
                Keys keys = Keys.builder()
                        .pem(pem -> pem.certChain(Resource.create(certificate)).key(Resource.create(key)))
                        .build();
                return Tls.builder().privateKey(keys).privateKeyCertChain(keys).build();
            } catch (RuntimeException e) {
                throw new BadValue("the certificate " + certificate + " with the key " + key + " cannot be used: "
                        + e.getMessage());
            }
        }
    }

    /** Only for programs on this host. */
    public static Listening locally(int port) {
        return new Listening(InetAddress.getLoopbackAddress(), port, Optional.empty());
    }

    /**
     * As a person says it.
     *
     * @throws BadValue it is no address; or others could read on their way there what is said, and tokens are in that
     */
    public static Listening at(String address, int port, Optional<Identity> identity) {
        InetAddress found;
        try {
            found = InetAddress.ofLiteral(address);
        } catch (IllegalArgumentException e) {
            throw new BadValue("'" + address + "' is no address such as 127.0.0.1, 0.0.0.0 or ::");
        }
        if (!found.isLoopbackAddress() && identity.isEmpty()) {
            throw new BadValue("what comes to " + address + " comes over a network, and there are tokens in it: give a"
                    + " certificate and its key, or listen on 127.0.0.1 behind something that speaks TLS");
        }
        return new Listening(found, port, identity);
    }

    /** @throws BadValue its files cannot be used */
    Optional<Tls> tls() {
        return identity.map(Identity::tls);
    }

    /** How it is reached, by the name of this host where it listens at all of its addresses. */
    public String url(int actual) {
        return (identity.isPresent() ? "https" : "http") + "://" + host() + ":" + actual;
    }

    private String host() {
        if (address.isAnyLocalAddress()) {
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException _) {
                return "localhost";
            }
        }
        return address instanceof Inet6Address ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
    }
}
