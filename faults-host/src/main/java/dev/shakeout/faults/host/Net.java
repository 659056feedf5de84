package dev.shakeout.faults.host;

import dev.shakeout.model.BadValue;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The addresses that begin with the same bits.
 *
 * @param prefix how many bits: all of them make it one address
 */
record Net(InetAddress address, int prefix) {
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

    static Net one(InetAddress address) {
        return new Net(address, 8 * address.getAddress().length);
    }

    /** Whether a text is meant as an address or a net, and not as a name. */
    static boolean looksLike(String text) {
        String address = text.replaceFirst("/.*", "");
        return IPV4.matcher(address).matches() || IPV6.matcher(address).matches() || text.indexOf('/') >= 0;
    }

    /** @throws BadValue when it is neither an address such as 10.0.0.5 or fd00::5 nor a net such as 10.0.0.0/8 */
    static Net parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        try {
            if (IPV4.matcher(address).matches() || IPV6.matcher(address).matches()) {
                Net whole = one(InetAddress.getByName(address)); // no name, so nobody is asked
                return slash < 0 ? whole : whole.first(Integer.parseInt(text.substring(slash + 1)), text);
            }
        } catch (UnknownHostException | NumberFormatException _) {
            // falls through to the message for every bad form
        }
        throw new BadValue(
                "'" + text + "' is neither an address such as 10.0.0.5 or fd00::5 nor a net such as 10.0.0.0/8");
    }

    private Net first(int bits, String text) {
        if (bits < 0 || bits > prefix) {
            throw new BadValue("'" + text + "': the length of a net's prefix must be between 0 and " + prefix);
        }
        byte[] masked = address.getAddress();
        for (int i = 0; i < masked.length; i++) {
            int kept = Math.clamp(bits - 8L * i, 0, 8);
            masked[i] &= (byte) (0xff << (8 - kept));
        }
        try {
            return new Net(InetAddress.getByAddress(masked), bits);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean ipv6() {
        return address instanceof Inet6Address;
    }

    boolean single() {
        return prefix == 8 * address.getAddress().length;
    }

    boolean has(InetAddress other) {
        return other.getAddress().length == address.getAddress().length
                && one(other).first(prefix, "").address().equals(address);
    }

    boolean loopback() {
        return address.isLoopbackAddress();
    }

    /** Without those that others already have: nftables takes no overlapping ranges. */
    static List<Net> apart(List<Net> nets) {
        return nets.stream()
                .distinct()
                .filter(net -> nets.stream()
                        .noneMatch(other -> !other.equals(net) && other.prefix <= net.prefix && other.has(net.address)))
                .toList();
    }

    /** IPv6 without the interface that a link-local address was found on. */
    private String plain() {
        return Arrays.asList(address.getHostAddress().split("%", -1)).getFirst();
    }

    @Override
    public String toString() {
        return single() ? plain() : plain() + "/" + prefix;
    }
}
