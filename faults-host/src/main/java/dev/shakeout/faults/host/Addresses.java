package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Target;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The addresses by which others know a network namespace, as the kernel writes them in /proc/PID/net. */
final class Addresses {
    private static final String LOOPBACK_ONLY = "10"; // the scope of ::1 in if_inet6

    private Addresses() {}

    /** All but those of the loopback. */
    static List<Net> of(String pid, Machine machine) {
        var procfs = new Procfs(machine);
        var found = new ArrayList<Net>();
        String leaf = "";
        for (String line : procfs.lines(pid + "/net/fib_trie")) {
            String text = line.strip();
            if (text.startsWith("|-- ")) {
                leaf = text.substring(4);
            } else if (text.equals("/32 host LOCAL")) {
                found.add(Net.parse(leaf));
            }
        }
        for (String line : procfs.lines(pid + "/net/if_inet6")) {
            String[] field = line.strip().split("\\s+", -1);
            if (field.length > 3 && !field[3].equals(LOOPBACK_ONLY)) {
                found.add(ipv6(field[0]));
            }
        }
        return found.stream().filter(net -> !net.loopback()).distinct().toList();
    }

    /** By the ids of targets that are processes of this host, or the host itself; as text. */
    static Map<String, List<String>> ofAll(List<Target> targets, Machine machine) {
        return targets.stream()
                .collect(Collectors.toMap(
                        Target::id,
                        target -> of(target.details().getOrDefault("pid", "self"), machine).stream()
                                .map(Net::toString)
                                .toList()));
    }

    private static Net ipv6(String hex) {
        try {
            return Net.one(java.net.InetAddress.getByAddress(HexFormat.of().parseHex(hex)));
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException(hex, e);
        }
    }

    /**
     * Those of the networks that processes of this host are in.
     *
     * @throws BadValue there is no such process, or it shares its network with the target, where addresses tell nothing
     */
    static List<Net> ofProcess(String name, Target target, Machine machine) {
        List<Target> found = new ProcessFinder().find(Arguments.NONE.with(ProcessFinder.NAME, name), machine);
        if (found.isEmpty()) {
            throw new BadValue("no process called '" + name + "' runs on this host");
        }
        Optional<String> here = NetNamespace.of(target, machine).inode();
        var nets = new ArrayList<Net>();
        for (Target process : found) {
            if (NetNamespace.of(process, machine).inode().equals(here)) {
                throw new BadValue(process + " is in the same network as " + target
                        + ", so no address tells them apart; say by which port one calls the other: give an address such as"
                        + " 127.0.0.1 here, with port where " + target + " is called and peer-ports where it calls");
            }
            nets.addAll(of(process.detail("pid"), machine));
        }
        if (nets.isEmpty()) {
            throw new BadValue("the network of process '" + name + "' has no address but its loopback's");
        }
        return nets;
    }
}
