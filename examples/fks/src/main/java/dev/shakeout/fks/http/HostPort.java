package dev.shakeout.fks.http;

import dev.shakeout.fks.UsageException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a service is said to be. The host may have an underscore, which {@link java.net.URI} refuses. */
public record HostPort(String host, int port) {
    private static final Pattern FORM = Pattern.compile("(?:http://)?([^:/\\[\\]]+):([0-9]{1,5})/?");

    /**
     * Reads {@code HOST:PORT}, with {@code http://} before it or not.
     *
     * @throws UsageException if it is neither
     */
    public static HostPort parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new UsageException("expected HOST:PORT or http://HOST:PORT, not " + text);
        }
        return new HostPort(matcher.group(1), Integer.parseInt(matcher.group(2)));
    }

    /** One base URL for each address that the name has now. */
    public List<String> resolve() throws UnknownHostException {
        return Arrays.stream(InetAddress.getAllByName(host))
                .map(InetAddress::getHostAddress)
                .map(address -> address.contains(":") ? "[" + address + "]" : address)
                .map(address -> "http://" + address + ":" + port)
                .toList();
    }
}
