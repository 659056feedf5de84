package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Delays packets in the kernel, so open connections are delayed too and the target notices nothing else. */
record Netem() implements Rung {
    @Override
    public String name() {
        return "kernel (tc netem)";
    }

    @Override
    public String needs() {
        return "root, tc, and the modules sch_netem, sch_prio and cls_u32";
    }

    @Override
    public String inverse() {
        return "the delay is removed from the interface, and with the last one the qdisc";
    }

    @Override
    public Optional<String> missing(Machine machine) {
        if (!machine.isRoot()) {
            return Optional.of("not root");
        }
        if (machine.tool("tc").isEmpty()) {
            return Optional.of("tc is not installed (Debian: iproute2)");
        }
        return machine.fact("netem", () -> {
            var finished = machine.processes().run(List.of("unshare", "--net", "sh", "-c", NetemBand.TRIAL));
            return finished.ok()
                    ? Optional.<String>empty()
                    : Optional.of("the kernel has no netem, prio or u32: " + finished.complaint());
        });
    }

    @Override
    public Optional<String> missingFor(Target target, Arguments arguments, Machine machine) {
        Optional<String> missing = Listener.missing(target, arguments.find(NetworkDelay.PORT), machine)
                .or(() -> NetNamespace.missing(target, machine));
        if (missing.isPresent()) {
            return missing;
        }
        Map<String, RootQdisc> roots = RootQdisc.all(NetNamespace.of(target, machine), machine);
        List<Listener> listeners = Listener.chosen(target, arguments.find(NetworkDelay.PORT), machine);
        List<RootQdisc> concerned = roots.values().stream()
                .filter(root -> !filters(root.device(), listeners).isEmpty())
                .toList();
        if (concerned.isEmpty()) {
            return Optional.of("no network interface that is up leads to " + listeners);
        }
        return concerned.stream()
                .filter(root -> !root.standard() && !root.ours())
                .map(root -> "interface " + root.device() + " has a " + root.kind()
                        + " qdisc of its own, which is not to be replaced")
                .findFirst();
    }

    @Override
    public Prepared plan(Target target, Arguments arguments, Machine machine) {
        var namespace = NetNamespace.of(target, machine);
        List<Listener> listeners = Listener.chosen(target, arguments.find(NetworkDelay.PORT), machine);
        var band = new NetemBand(
                NetemBand.handle(Token.fresh()),
                NetworkDelay.micros(arguments.get(NetworkDelay.LATENCY)),
                NetworkDelay.micros(arguments.get(NetworkDelay.JITTER)));
        var steps = new ArrayList<Step>();
        for (String device : RootQdisc.all(namespace, machine).keySet()) {
            List<NetemBand.Filter> filters = filters(device, listeners);
            if (!filters.isEmpty()) {
                steps.add(band.step(device, filters, namespace));
            }
        }
        return new Prepared(
                steps,
                NetworkDelay.effect(target, listeners.getFirst(), arguments, machine),
                List.of("packets on their way when the fault is taken back are lost and sent again by TCP"));
    }

    /**
     * On the loopback the requests pass once, so they are matched by destination. Clients on other hosts meet the delay
     * on the answers, which are all that leaves through a real interface.
     */
    private static List<NetemBand.Filter> filters(String device, List<Listener> listeners) {
        boolean loopback = device.equals("lo");
        var filters = new ArrayList<NetemBand.Filter>();
        for (Listener listener : listeners) {
            if (listener.loopback() && !loopback) {
                continue;
            }
            String address = listener.wildcard() ? "any" : listener.address().getHostAddress();
            if (listener.wildcard() || !listener.ipv6()) {
                filters.add(new NetemBand.Filter("ip", loopback, listener.port(), address));
            }
            if (listener.ipv6()) {
                filters.add(new NetemBand.Filter("ipv6", loopback, listener.port(), address));
            }
        }
        return filters.stream().distinct().toList();
    }
}
