package dev.shakeout.probes.wire;

import java.net.URI;

/**
 * Where requests go.
 *
 * @param host a name or an address, without brackets
 * @param port 1 to 65535
 * @param verified whether the server's certificate is checked; of no meaning without TLS
 */
public record Origin(String host, int port, boolean tls, boolean verified) {
    /** The authority is read by hand: URI knows no host with an underscore, as containers often have. */
    public static Origin of(URI uri, boolean verified) {
        boolean tls = "https".equalsIgnoreCase(uri.getScheme());
        String authority = uri.getRawAuthority();
        String place = authority.substring(authority.lastIndexOf('@') + 1);
        int colon = place.lastIndexOf(':');
        boolean ported = colon > place.lastIndexOf(']') && colon < place.length() - 1;
        String host = colon > place.lastIndexOf(']') ? place.substring(0, colon) : place;
        int port = ported ? Integer.parseInt(place.substring(colon + 1)) : tls ? 443 : 80;
        return new Origin(host.replace("[", "").replace("]", ""), port, tls, verified);
    }

    /** As it stands in a Host header: the port only where it is not the usual one. */
    String hostHeader() {
        String name = host.contains(":") ? "[" + host + "]" : host;
        return port == (tls ? 443 : 80) ? name : name + ":" + port;
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
