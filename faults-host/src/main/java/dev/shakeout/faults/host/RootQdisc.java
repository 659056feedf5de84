package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What shapes the traffic that leaves through a network interface. */
record RootQdisc(String device, String kind, String handle) {
    private static final Pattern LINE = Pattern.compile("qdisc (\\S+) (\\S+): dev (\\S+) root .*");

    /** Of every interface that is up, by its name. */
    static Map<String, RootQdisc> all(NetNamespace namespace, Machine machine) {
        var roots = new TreeMap<String, RootQdisc>();
        var finished = machine.processes().run(namespace.shell("exec tc qdisc show", List.of()));
        finished.output().lines().map(LINE::matcher).forEach(line -> {
            if (line.matches() && !line.group(1).equals("noop")) {
                roots.put(line.group(3), new RootQdisc(line.group(3), line.group(1), line.group(2)));
            }
        });
        return roots;
    }

    /** Of the interfaces by which such traffic leaves. */
    static List<RootQdisc> of(Traffic traffic, Machine machine) {
        boolean local = !traffic.own().isEmpty()
                && traffic.own().stream()
                        .allMatch(own -> own.address()
                                .filter(java.net.InetAddress::isLoopbackAddress)
                                .isPresent());
        return all(traffic.namespace(), machine).values().stream()
                .filter(root -> traffic.device().map(root.device()::equals).orElse(true))
                .filter(root -> root.device().equals("lo") ? traffic.withLoopback() : !local)
                .toList();
    }

    /** Why no band can be put there, if so. */
    static Optional<String> missing(Traffic traffic, Machine machine) {
        List<RootQdisc> roots = of(traffic, machine);
        if (roots.isEmpty()) {
            return Optional.of("no network interface that is up carries packets " + traffic.words());
        }
        return roots.stream()
                .filter(root -> !root.standard() && !root.ours())
                .map(root -> "interface " + root.device() + " has a " + root.kind()
                        + " qdisc of its own, which is not to be replaced")
                .findFirst();
    }

    /** Put there by the kernel and not by a person: it comes back by itself when another one is removed. */
    boolean standard() {
        return handle.equals("0");
    }

    boolean ours() {
        return handle.equals(Band.ROOT) && kind.equals("htb");
    }
}
