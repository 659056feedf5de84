package dev.shakeout.faults.host;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Routes and addresses as the kernel writes them in /proc/net; see proc_net(5). The lines of one namespace, in order.
 */
final class Routes {
    private static final Pattern SPACES = Pattern.compile("\\s+");

    private final String place;
    private final String entering;
    /** The address that the next lines of the trie are about. */
    private String leaf = "";

    /**
     * Reads what one namespace has.
     *
     * @param place in words
     * @param entering what a person puts before a command to run it there
     */
    Routes(String place, String entering) {
        this.place = place;
        this.entering = entering;
    }

    /** A line of /proc/net/route: interface, destination, gateway, flags, two counters, metric and mask. */
    Optional<Fact> ipv4(String line) {
        String[] field = SPACES.split(line.strip(), -1);
        boolean refused = field[0].equals("*"); // the trie knows more of those
        if (field.length < 8 || refused || !field[1].matches("[0-9A-F]{8}")) {
            return Optional.empty();
        }
        String destination = dotted(field[1]);
        String net = destination + "/" + Long.bitCount(Long.parseLong(field[7], 16));
        boolean direct = field[2].equals("00000000");
        String words = net + (direct ? "" : " via " + dotted(field[2])) + " dev " + field[0] + " metric " + field[6];
        return Optional.of(route("", words, net.equals("0.0.0.0/0") ? "default" : destination));
    }

    /** A line of /proc/net/ipv6_route: destination, its length, source, its length, gateway, metric, …, interface. */
    Optional<Fact> ipv6(String line) {
        String[] field = SPACES.split(line.strip(), -1);
        if (field.length < 10) {
            return Optional.empty();
        }
        String destination = colons(field[0]);
        boolean direct = field[4].matches("0+");
        String words = destination + "/" + Integer.parseInt(field[1], 16)
                + (direct ? "" : " via " + colons(field[4])) + " dev " + field[9] + " metric "
                + Long.parseLong(field[5], 16);
        return Optional.of(route("-6 ", words, destination));
    }

    private Fact route(String family, String words, String destination) {
        return new Fact(
                place,
                "route " + words,
                "",
                Set.of("route", destination),
                Optional.of(entering + "ip " + family + "route del " + words),
                Optional.of(entering + "ip " + family + "route add " + words));
    }

    /** A line of /proc/net/fib_trie. Its leaves are the only place that shows local addresses and refused nets. */
    Optional<Fact> trie(String line) {
        String text = line.strip();
        if (text.startsWith("|-- ")) {
            leaf = text.substring(4);
            return Optional.empty();
        }
        String[] field = SPACES.split(text, -1);
        if (!text.startsWith("/") || field.length < 3) {
            return Optional.empty();
        }
        String net = leaf + field[0];
        return switch (field[2]) {
            case "LOCAL" ->
                Optional.of(new Fact(
                        place, "address " + net, "there", Set.of("addr", leaf), Optional.empty(), Optional.empty()));
            case "BLACKHOLE", "UNREACHABLE", "PROHIBIT" -> {
                String kind = field[2].toLowerCase(java.util.Locale.ROOT);
                yield Optional.of(new Fact(
                        place,
                        kind + " route " + net,
                        "there",
                        Set.of("route", leaf),
                        Optional.of(entering + "ip route del " + kind + " " + net),
                        Optional.of(entering + "ip route add " + kind + " " + net)));
            }
            default -> Optional.empty();
        };
    }

    /** A line of /proc/net/if_inet6: address, index, length of the prefix, scope, flags, interface. */
    Fact address6(String line) {
        String[] field = SPACES.split(line.strip(), -1);
        String address = colons(field[0]);
        String words = address + "/" + Integer.parseInt(field[2], 16) + " dev " + field[field.length - 1];
        return new Fact(
                place,
                "address " + words,
                "",
                Set.of("addr", address),
                Optional.of(entering + "ip -6 addr del " + words),
                Optional.of(entering + "ip -6 addr add " + words));
    }

    /** Eight hexadecimal digits in the order of a little-endian machine, which is what the kernel prints here. */
    private static String dotted(String hex) {
        long bits = Long.parseLong(hex, 16);
        return (bits & 255) + "." + (bits >> 8 & 255) + "." + (bits >> 16 & 255) + "." + (bits >> 24 & 255);
    }

    private static String colons(String hex) {
        if (hex.matches("0+")) {
            return "::";
        }
        String full = IntStream.range(0, 8)
                .mapToObj(i -> Integer.toHexString(Integer.parseInt(hex.substring(4 * i, 4 * i + 4), 16)))
                .collect(Collectors.joining(":"));
        return full.replaceFirst("(^|:)0(:0)+(:|$)", "::");
    }
}
