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
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

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
record Redirect(ViaProxy fault) implements Rung {
    /** A rank is also the chain's priority, counted from just behind conntrack (-200), before others' nat (-100). */
    private static final int RANKS = 98;

    /** Private addresses (RFC 4193) of our own; IPv6 has but one loopback address, so they are put on the loopback device. */
    private static final String PREFIX = "fd53:6861:6b65:";

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
    public Optional<Set<String>> capabilities() {
        return Optional.of(Set.of("NET_ADMIN"));
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
        return fault.problem(arguments)
                .or(() -> Listener.missing(target, arguments.find(ViaProxy.PORT), machine))
                .or(() -> NetNamespace.missing(target, machine))
                .or(() -> chosen(target, arguments, machine).stream().anyMatch(Redirect::needsAddress)
                                && machine.tool("ip").isEmpty()
                        ? Optional.of("ip is not installed (Debian: iproute2)")
                        : Optional.empty());
    }

    private static List<Listener> chosen(Target target, Arguments arguments, Machine machine) {
        return Listener.chosen(target, arguments.find(ViaProxy.PORT), machine);
    }

    /** What listens on all addresses is reached by IPv4. */
    private static boolean needsAddress(Listener listener) {
        return listener.ipv6() && !listener.wildcard();
    }

    @Override
    public Prepared plan(Target target, Arguments arguments, Machine machine) {
        var token = Token.fresh();
        var namespace = NetNamespace.of(target, machine);
        List<Listener> listeners = chosen(target, arguments, machine);
        Map<Listener, Integer> ports = proxyPorts(listeners, new FreePorts(target, machine));
        int rank = 1 + NEXT.getAndIncrement() % RANKS;
        var sources = new ArrayList<>(List.of("127.83.0." + rank));
        var steps = new ArrayList<Step>();
        if (ports.keySet().stream().anyMatch(Redirect::needsAddress)) {
            sources.add(PREFIX + Integer.toHexString(rank) + "::" + Integer.toHexString(token.number() >>> 16) + ":"
                    + Integer.toHexString(token.number() & 0xffff));
            steps.add(address(sources.getLast(), namespace));
        }
        steps.add(Step.idleChild(
                "start a proxy for " + ports.keySet(),
                namespace.inside(proxy(ports, token, sources, fault.line(arguments), machine))));
        steps.add(table(token, ports, rank).step("redirect new connections to the proxy", namespace));
        if (machine.tool("ss").isPresent()) {
            ports.keySet().forEach(listener -> steps.add(cut(listener, sources, namespace)));
        }
        Listener first = listeners.getFirst();
        var notes = new ArrayList<>(List.of(
                "connections that are open when the fault comes or goes are cut once, where the kernel can"
                        + " (ss -K): their owners see a reset and connect anew",
                "while it lasts " + target + " sees its clients come from " + String.join(" or ", sources)));
        notes.addAll(fault.notes(arguments));
        return new Prepared(
                steps,
                fault.effect(new ViaProxy.Service(target, first.reachable(), first.port(), machine), arguments),
                notes);
    }

    private static Step address(String address, NetNamespace namespace) {
        return Step.command(
                "give the loopback device the address " + address,
                namespace.shell("ip -6 address add \"$1/128\" dev lo nodad", List.of(address)),
                namespace.inverse(
                        "ip -6 address show dev lo to \"$1/128\" | grep -q inet6 || exit 0\n"
                                + "ip -6 address del \"$1/128\" dev lo",
                        List.of(address)));
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
            Map<Listener, Integer> ports, Token token, List<String> sources, String faults, Machine machine) {
        var argv = new ArrayList<>(machine.java());
        argv.addAll(Proxy.OPTIONS);
        argv.addAll(List.of(Proxy.class.getName(), token.option()));
        sources.forEach(source -> argv.add("--source=" + source));
        faults.lines().forEach(line -> argv.add("--fault=" + line));
        ports.forEach((listener, port) -> {
            argv.add("--listen=" + listensOn(listener) + ":" + port);
            argv.add("--upstream=" + upstream(listener) + ":" + listener.port());
        });
        return argv;
    }

    /** A redirect leads to the address of the interface that a packet came in by; on loopback that is always the same. */
    private static String listensOn(Listener listener) {
        if (needsAddress(listener)) {
            return listener.loopback() ? "[::1]" : "[::]";
        }
        return listener.loopback() ? "127.0.0.1" : "0.0.0.0";
    }

    private static String upstream(Listener listener) {
        return needsAddress(listener) ? "[" + listener.reachable() + "]" : listener.reachable();
    }

    private static NftTable table(Token token, Map<Listener, Integer> ports, int rank) {
        int priority = -199 + rank;
        var output = new ArrayList<>(List.of(
                "type nat hook output priority " + priority + "; policy accept;",
                "ip saddr 127.83.0." + rank + "-127.83.255.255 return",
                "ip6 saddr " + PREFIX + Integer.toHexString(rank) + "::-" + PREFIX
                        + "ffff:ffff:ffff:ffff:ffff return"));
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
    private static Step cut(Listener listener, List<String> sources, NetNamespace namespace) {
        String others =
                sources.stream().map(source -> " and not dst [" + source + "]").collect(Collectors.joining());
        return Step.irreversible(
                "cut open connections to port " + listener.port() + " once",
                namespace.shell(
                        "ss -K -t state established \"sport = :$1$2\" >/dev/null 2>&1 || :",
                        List.of(Integer.toString(listener.port()), others)));
    }
}
