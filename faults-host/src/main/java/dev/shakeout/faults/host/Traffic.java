package dev.shakeout.faults.host;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which packets of a network namespace a fault meets; see {@link Filters}. All faults that work on packets match them in
 * the same way, by rules of nftables.
 *
 * @param own where packets come to or leave from; empty for anywhere in the namespace
 * @param peers the other end; empty for anybody
 * @param except other ends that are left alone
 * @param protocol tcp, udp, icmp or any
 * @param withLoopback whether packets that never leave the namespace are met too
 * @param scope expressions of nftables for whose sockets they are; empty for anybody's
 * @param session the ssh session that must not be cut: its other end's address and port, and its port here
 */
record Traffic(
        NetNamespace namespace,
        Direction direction,
        List<Own> own,
        List<Net> peers,
        List<Net> except,
        Ports peerPorts,
        String protocol,
        Optional<String> device,
        boolean withLoopback,
        List<String> scope,
        Optional<Session> session) {

    /** A port of the target; at every address if none is given. */
    record Own(Optional<InetAddress> address, int port) {
        static Own of(Listener listener) {
            return new Own(Optional.of(listener.address()).filter(_ -> !listener.wildcard()), listener.port());
        }
    }

    record Session(InetAddress peer, int peerPort, int port) {}

    private enum Family {
        ANY,
        IPV4,
        IPV6;

        boolean has(boolean ipv6) {
            return this == (ipv6 ? IPV6 : IPV4);
        }
    }

    /**
     * Rules that bring every packet of one direction that is met to a verdict.
     *
     * @param in those that come to the target, else those that leave it
     */
    List<String> rules(boolean in, String verdict) {
        var rules = new ArrayList<>(exceptions(in, Family.IPV4));
        rules.addAll(exceptions(in, Family.IPV6));
        for (Map.Entry<Optional<InetAddress>, String> each : ports().entrySet()) {
            for (Family family : families(each.getKey())) {
                rules.add(rule(in, family, each.getKey(), each.getValue()) + verdict);
            }
        }
        return rules;
    }

    /** The same for a table of one family; none if there are no such packets. */
    List<String> rules(boolean in, boolean ipv6, String verdict) {
        Family one = ipv6 ? Family.IPV6 : Family.IPV4;
        var rules = new ArrayList<String>();
        for (Map.Entry<Optional<InetAddress>, String> each : ports().entrySet()) {
            for (Family family : families(each.getKey())) {
                if (family == one || family == Family.ANY) {
                    rules.add(rule(in, family, each.getKey(), each.getValue()) + verdict);
                }
            }
        }
        if (!rules.isEmpty()) {
            rules.addAll(0, exceptions(in, one));
        }
        return rules;
    }

    private List<String> exceptions(boolean in, Family family) {
        boolean ipv6 = family == Family.IPV6;
        var rules = new ArrayList<String>();
        session.filter(ssh -> Net.one(ssh.peer).ipv6() == ipv6)
                .ifPresent(ssh -> rules.add(address(in, ipv6) + Net.one(ssh.peer) + " tcp " + (in ? "sport " : "dport ")
                        + ssh.peerPort + " tcp " + (in ? "dport " : "sport ") + ssh.port + " return"));
        set(except, family).ifPresent(set -> rules.add(address(in, ipv6) + set + " return"));
        return rules;
    }

    /** The ports of each own address, as a set of nftables; empty for all of them. */
    private Map<Optional<InetAddress>, String> ports() {
        if (own.isEmpty()) {
            return Map.of(Optional.empty(), "");
        }
        var ports = own.stream()
                .collect(Collectors.groupingBy(
                        Own::address,
                        LinkedHashMap::new,
                        Collectors.mapping(Own::port, Collectors.toCollection(TreeSet::new))));
        var sets = new LinkedHashMap<Optional<InetAddress>, String>();
        ports.forEach((address, numbers) ->
                sets.put(address, numbers.stream().map(String::valueOf).collect(Collectors.joining(", ", "{ ", " }"))));
        return sets;
    }

    private List<Family> families(Optional<InetAddress> own) {
        var families = new ArrayList<Family>();
        if (own.isEmpty() && peers.isEmpty()) {
            return List.of(Family.ANY);
        }
        for (Family family : List.of(Family.IPV4, Family.IPV6)) {
            boolean ours = own.isEmpty() || family.has(Net.one(own.get()).ipv6());
            boolean theirs = peers.isEmpty() || set(peers, family).isPresent();
            if (ours && theirs) {
                families.add(family);
            }
        }
        return families;
    }

    private String rule(boolean in, Family family, Optional<InetAddress> own, String ports) {
        var rule = new StringBuilder();
        String interfaceName = in ? "iifname " : "oifname ";
        device.ifPresent(
                name -> rule.append(interfaceName).append('"').append(name).append("\" "));
        if (!withLoopback) {
            rule.append(interfaceName).append("!= \"lo\" ");
        }
        own.ifPresent(address -> rule.append(address(!in, family == Family.IPV6))
                .append(Net.one(address))
                .append(' '));
        set(peers, family)
                .ifPresent(set -> rule.append(address(in, family == Family.IPV6))
                        .append(set)
                        .append(' '));
        rule.append(transport(!ports.isEmpty() || !peerPorts.all()));
        if (!ports.isEmpty()) {
            rule.append(in ? "th dport " : "th sport ").append(ports).append(' ');
        }
        if (!peerPorts.all()) {
            rule.append(in ? "th sport { " : "th dport { ").append(peerPorts).append(" } ");
        }
        scope.forEach(expression -> rule.append(expression).append(' '));
        return rule.toString();
    }

    private String transport(boolean byPort) {
        return switch (protocol) {
            case "tcp", "udp" -> "meta l4proto " + protocol + " ";
            case "icmp" -> "meta l4proto { icmp, ipv6-icmp } ";
            default -> byPort ? "meta l4proto { tcp, udp } " : "";
        };
    }

    private static String address(boolean source, boolean ipv6) {
        return (ipv6 ? "ip6 " : "ip ") + (source ? "saddr " : "daddr ");
    }

    private static Optional<String> set(List<Net> nets, Family family) {
        List<String> words = nets.stream()
                .filter(net -> family.has(net.ipv6()))
                .map(Net::toString)
                .toList();
        return words.isEmpty() ? Optional.empty() : Optional.of("{ " + String.join(", ", words) + " }");
    }

    /** Whether packets are met whose other end is that address, at whatever port, over whatever interface. */
    boolean meets(InetAddress peer) {
        return (peers.isEmpty() || peers.stream().anyMatch(net -> net.has(peer)))
                && except.stream().noneMatch(net -> net.has(peer));
    }

    /** Whether packets are met that somebody within the namespace exchanges with the target. */
    boolean meetsNeighbours(InetAddress address) {
        return withLoopback
                && device.filter(name -> !name.equals("lo")).isEmpty()
                && scope.isEmpty()
                && peerPorts.all()
                && meets(address);
    }

    boolean speaks(String transport) {
        return protocol.equals("any") || protocol.equals(transport);
    }

    /** In words, after "packets": " to and from port 80 of …". */
    String words() {
        var words = new ArrayList<String>();
        words.add(
                switch (direction) {
                    case IN -> "that come in";
                    case OUT -> "that leave";
                    case BOTH -> "both ways";
                });
        if (!own.isEmpty()) {
            words.add("at port "
                    + own.stream()
                            .map(Own::port)
                            .distinct()
                            .sorted()
                            .map(String::valueOf)
                            .collect(Collectors.joining(", ")));
        }
        if (!peers.isEmpty()) {
            words.add("of " + peers.stream().map(Net::toString).collect(Collectors.joining(", ")));
        }
        if (!peerPorts.all()) {
            words.add("at its port " + peerPorts);
        }
        if (!protocol.equals("any")) {
            words.add("by " + protocol);
        }
        device.ifPresent(name -> words.add("on interface " + name));
        return String.join(" ", words);
    }
}
