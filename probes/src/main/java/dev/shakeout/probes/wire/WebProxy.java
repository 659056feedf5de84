package dev.shakeout.probes.wire;

import java.math.BigInteger;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The proxy that leads out of a closed network, as variables name it for all programs: http_proxy, https_proxy, all_proxy
 * and no_proxy, in small letters or in capitals, small ones first. What is on this host is never asked of a proxy: it
 * would look on its own.
 *
 * @param server where it is
 * @param authorization what it wants to be told of who asks, if its address names somebody
 */
public record WebProxy(Origin server, Optional<String> authorization) {
    /**
     * @return nothing if requests go straight
     * @throws ConnectException the variable names none that can be spoken to
     */
    public static Optional<WebProxy> of(URI url, Map<String, String> environment) throws ConnectException {
        Origin origin = Origin.of(url, true);
        if (isHere(origin.host()) || isExempt(origin, variable("no_proxy", environment))) {
            return Optional.empty();
        }
        String scheme = origin.tls() ? "https_proxy" : "http_proxy";
        for (String name : List.of(scheme, "all_proxy")) {
            String address = variable(name, environment);
            if (!address.isEmpty()) {
                return Optional.of(at(address, name));
            }
        }
        return Optional.empty();
    }

    /** HTTP_PROXY is a client's header where a web server has started this as a CGI script. */
    private static String variable(String name, Map<String, String> environment) {
        String capitals = name.toUpperCase(Locale.ROOT);
        boolean forged = capitals.equals("HTTP_PROXY") && environment.containsKey("REQUEST_METHOD");
        return environment
                .getOrDefault(name, forged ? "" : environment.getOrDefault(capitals, ""))
                .strip();
    }

    private static WebProxy at(String address, String variable) throws ConnectException {
        String whole = address.contains("://") ? address : "http://" + address;
        URI url;
        try {
            url = new URI(whole);
        } catch (URISyntaxException _) {
            throw new ConnectException("the variable " + variable + " holds no address of a proxy");
        }
        if (!whole.toLowerCase(Locale.ROOT).matches("https?://[^/?#]+.*")) {
            throw new ConnectException(
                    "the variable " + variable
                            + " names a proxy of another kind; only those are spoken to whose address begins with http:// or https://");
        }
        Optional<String> user = Optional.ofNullable(url.getUserInfo())
                .map(text -> "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
        return new WebProxy(Origin.of(url, true), user);
    }

    private static boolean isHere(String host) {
        return host.equals("localhost") || host.endsWith(".localhost") || host.equals("::1") || host.startsWith("127.");
    }

    /** Entries are hosts, with a port or without, domains, networks of IPv4, or a star for all. */
    private static boolean isExempt(Origin origin, String exemptions) {
        List<String> entries = Stream.of(exemptions.split(",", -1))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
        return entries.stream().anyMatch(entry -> entry.equals("*") || covers(entry, origin));
    }

    private static boolean covers(String entry, Origin origin) {
        if (entry.contains("/")) {
            return isWithin(origin.host(), entry);
        }
        String domain = entry.startsWith(".") ? entry.substring(1) : entry;
        String host = origin.host().toLowerCase(Locale.ROOT);
        return Stream.of(host, host + ":" + origin.port())
                .anyMatch(name -> name.equals(domain.toLowerCase(Locale.ROOT))
                        || name.endsWith("." + domain.toLowerCase(Locale.ROOT)));
    }

    private static boolean isWithin(String host, String network) {
        try {
            int slash = network.indexOf('/');
            int bits = Integer.parseInt(network.substring(slash + 1));
            var base = new BigInteger(
                    1, Inet4Address.ofLiteral(network.substring(0, slash)).getAddress());
            var address = new BigInteger(1, Inet4Address.ofLiteral(host).getAddress());
            return bits >= 0
                    && bits <= 32
                    && base.xor(address).shiftRight(32 - bits).signum() == 0;
        } catch (IllegalArgumentException _) {
            return false; // no network, or a host with a name
        }
    }
}
