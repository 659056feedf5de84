package dev.shakeout.faults.host;

import dev.shakeout.model.Percent;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Some traffic as iptables matches it, in one direction and family; see iptables-extensions(8). */
record IptablesRules(Traffic traffic, boolean in, boolean ipv6) {
    List<String> lines(Percent chance, String verdict) {
        String hook = in ? "INPUT" : "OUTPUT";
        var lines = new ArrayList<String>();
        traffic.session()
                .filter(ssh -> Net.one(ssh.peer()).ipv6() == ipv6)
                .ifPresent(ssh -> lines.add(hook + peer(Net.one(ssh.peer())) + " -p tcp --" + (in ? "sport " : "dport ")
                        + ssh.peerPort() + " -j RETURN"));
        nets(traffic.except()).forEach(net -> lines.add(hook + peer(net) + " -j RETURN"));
        String chosen = chance.value() >= 100
                ? ""
                : " -m statistic --mode random --probability " + String.format("%.6f", chance.fraction());
        for (String match : matches()) {
            lines.add(hook + match + chosen + " -j " + verdict);
        }
        return lines;
    }

    private List<String> matches() {
        var matches = new ArrayList<String>();
        List<Net> peers = nets(traffic.peers());
        List<String> others = traffic.peers().isEmpty()
                ? List.of("")
                : peers.stream().map(this::peer).toList();
        for (String own : own()) {
            for (String other : others) {
                for (String transport : transports(
                        !traffic.own().isEmpty() || !traffic.peerPorts().all())) {
                    matches.add(device()
                            + own.replace("PROTOCOL", transport)
                            + (traffic.own().isEmpty() ? transport : "")
                            + other
                            + peerPorts());
                }
            }
        }
        return matches;
    }

    /** Address and port of each own end; the protocol has to come before the port. */
    private List<String> own() {
        if (traffic.own().isEmpty()) {
            return List.of("");
        }
        return traffic.own().stream()
                .filter(own -> own.address()
                        .map(address -> Net.one(address).ipv6() == ipv6)
                        .orElse(true))
                .map(own -> own(own.address(), own.port()))
                .toList();
    }

    private String own(Optional<InetAddress> address, int port) {
        String at = address.map(one -> (in ? " -d " : " -s ") + Net.one(one)).orElse("");
        return at + "PROTOCOL" + (in ? " --dport " : " --sport ") + port;
    }

    private List<String> transports(boolean byPort) {
        return switch (traffic.protocol()) {
            case "tcp", "udp" -> List.of(" -p " + traffic.protocol());
            case "icmp" -> List.of(ipv6 ? " -p ipv6-icmp" : " -p icmp");
            default -> byPort ? List.of(" -p tcp", " -p udp") : List.of("");
        };
    }

    private String device() {
        String flag = in ? " -i " : " -o ";
        return traffic.device().map(name -> flag + name).orElse("")
                + (traffic.withLoopback() || traffic.device().isPresent() ? "" : " !" + flag + "lo");
    }

    private String peer(Net net) {
        return (in ? " -s " : " -d ") + net;
    }

    private String peerPorts() {
        return traffic.peerPorts().all()
                ? ""
                : " -m multiport " + (in ? "--sports " : "--dports ")
                        + traffic.peerPorts().ranges().stream()
                                .map(range -> range.toString().replace('-', ':'))
                                .collect(Collectors.joining(","));
    }

    private List<Net> nets(List<Net> all) {
        return all.stream().filter(net -> net.ipv6() == ipv6).toList();
    }
}
