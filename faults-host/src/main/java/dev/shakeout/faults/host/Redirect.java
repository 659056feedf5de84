package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.faults.host.proxy.Proxy;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends new connections through a proxy of ours in user space, for kernels without netem.
 *
 * <pre>
 *   client ──▶ :8080 ──nftables redirect──▶ proxy :20417 ──from 127.83.0.RANK──▶ :8080 target
 * </pre>
 *
 * Connections that come from 127.83.0.RANK or above are left alone. The ranks put several injections on one port in a
 * row: each one's proxy reaches the next higher rank, and the last one the target, and none goes round in circles.
 */
record Redirect() implements Rung {
    /** A rank is also the chain's priority, counted from just behind conntrack (-200), before others' nat (-100). */
    private static final int RANKS = 98;

    private static final AtomicInteger NEXT = new AtomicInteger(Token.fresh().number() % RANKS);

    @Override
    public String name() {
        return "user-space proxy (nftables redirect)";
    }

    @Override
    public String needs() {
        return "root and nftables";
    }

    @Override
    public String inverse() {
        return "the nftables table is deleted and the proxy ended";
    }

    @Override
    public Optional<String> missing(Machine machine) {
        return NftTable.missing("nat", machine);
    }

    @Override
    public Optional<String> missingFor(Target target, Arguments arguments, Machine machine) {
        List<String> given = NetworkDelay.FILTERS.given(arguments, Filters.PORT);
        if (!given.isEmpty()) {
            return Optional.of("a proxy cannot tell connections by " + String.join(", ", given));
        }
        if (arguments.get(NetworkDelay.FILTERS.direction()).equals("both")) {
            return Optional.of("a proxy delays one way, and direction is both");
        }
        return Listener.missing(target, arguments.find(Filters.PORT), machine)
                .or(() -> NetNamespace.missing(target, machine))
                .or(() -> Listener.chosen(target, arguments.find(Filters.PORT), machine).stream()
                        .filter(listener -> listener.ipv6() && !listener.wildcard())
                        .map(listener -> listener + " is an IPv6 address, for which there is no source address to tell"
                                + " the proxy's own connections by")
                        .findFirst());
    }

    @Override
    public Prepared plan(Target target, Arguments arguments, Machine machine) {
        var token = Token.fresh();
        var namespace = NetNamespace.of(target, machine);
        List<Listener> listeners = Listener.chosen(target, arguments.find(Filters.PORT), machine);
        Map<Listener, Integer> ports = proxyPorts(listeners, new FreePorts(target, machine));
        int rank = 1 + NEXT.getAndIncrement() % RANKS;
        String source = "127.83.0." + rank;
        var steps = new ArrayList<Step>();
        steps.add(Step.child(
                "start a proxy for " + ports.keySet(),
                namespace.inside(proxy(ports, token, source, NetworkDelay.line(arguments), machine))));
        steps.add(table(token, ports, rank).step("redirect new connections to the proxy", namespace));
        if (machine.tool("ss").isPresent()) {
            ports.keySet().forEach(listener -> steps.add(cut(listener, source, namespace)));
        }
        return new Prepared(
                steps,
                NetworkDelay.effect(Spot.of(listeners.getFirst()), target, arguments, machine),
                List.of(
                        "connections that are open when the fault comes or goes are cut once, where the kernel can"
                                + " (ss -K): their owners see a reset and connect anew",
                        "while it lasts " + target + " sees its clients come from " + source));
    }

    /** One proxy port per port of the target; a wildcard listener stands for the others on its port. */
    private static Map<Listener, Integer> proxyPorts(List<Listener> listeners, FreePorts free) {
        var ports = new LinkedHashMap<Listener, Integer>();
        for (Listener listener : listeners) {
            boolean covered = listeners.stream().anyMatch(other -> covers(other, listener));
            if (!covered) {
                ports.put(listener, free.next());
            }
        }
        return ports;
    }

    private static boolean covers(Listener other, Listener listener) {
        boolean stronger = !listener.wildcard() || (listener.ipv6() && !other.ipv6());
        return other.port() == listener.port() && other.wildcard() && stronger;
    }

    private static List<String> proxy(
            Map<Listener, Integer> ports, Token token, String source, String fault, Machine machine) {
        var argv = new ArrayList<>(machine.java());
        argv.addAll(
                List.of("-Xmx256m", Proxy.class.getName(), token.option(), "--source=" + source, "--fault=" + fault));
        ports.forEach((listener, port) -> {
            argv.add("--listen=" + (listener.loopback() ? "127.0.0.1:" : "0.0.0.0:") + port);
            argv.add("--upstream=" + listener.reachable() + ":" + listener.port());
        });
        return argv;
    }

    private static NftTable table(Token token, Map<Listener, Integer> ports, int rank) {
        int priority = -199 + rank;
        var output = new ArrayList<>(List.of(
                "type nat hook output priority " + priority + "; policy accept;",
                "ip saddr 127.83.0." + rank + "-127.83.255.255 return"));
        var prerouting = new ArrayList<>(
                List.of("type nat hook prerouting priority " + priority + "; policy accept;", "iifname \"lo\" return"));
        ports.forEach((listener, port) -> {
            String local = listener.wildcard() ? "fib daddr type local " : "";
            String rule = local + NftTable.to(listener) + " redirect to :" + port;
            output.add(rule);
            if (!listener.loopback()) {
                prerouting.add(rule);
            }
        });
        return new NftTable(
                token, List.of(new NftTable.Chain("output", output), new NftTable.Chain("prerouting", prerouting)));
    }

    /** Pooled connections would never meet the redirect. Kernels without SOCK_DESTROY ignore this. */
    private static Step cut(Listener listener, String source, NetNamespace namespace) {
        return Step.irreversible(
                "cut open connections to port " + listener.port() + " once",
                namespace.shell(
                        "ss -K -t state established \"sport = :$1 and not dst $2\" >/dev/null 2>&1 || :",
                        List.of(Integer.toString(listener.port()), source)));
    }
}
