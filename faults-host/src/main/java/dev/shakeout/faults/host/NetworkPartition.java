package dev.shakeout.faults.host;

import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Target;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Cuts the network between the targets and others in two: no packet goes from one side to the other. */
public final class NetworkPartition implements Fault {
    static final Parameter<Peers> FROM = Parameter.required(
            "from",
            Peers.TYPE,
            "The other side: addresses, nets, host names, process:NAME for a process of this host that has a network of its"
                    + " own, or targets by a selector.");

    private static final Filters FILTERS = Filters.by(Direction.BOTH);

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "network/partition",
                "Cuts a service or a host off from some others, both ways.",
                FROM,
                Filters.PORT,
                Filters.PEER_PORTS,
                Filters.EXCEPT,
                Filters.PROTOCOL,
                Filters.INTERFACE);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of("process", "host");
    }

    @Override
    public String effect() {
        return "what becomes of an empty exchange with the others, or how many packets are swallowed";
    }

    @Override
    public List<Rung> rungs() {
        return List.of(new Between(NetworkBlackhole.swallowing(FILTERS)));
    }

    /** Swallows what would go from one side to the other. */
    private record Between(Rung swallowing) implements Rung {
        @Override
        public String name() {
            return swallowing.name();
        }

        @Override
        public String needs() {
            return swallowing.needs();
        }

        @Override
        public Optional<Set<String>> capabilities() {
            return swallowing.capabilities();
        }

        @Override
        public String inverse() {
            return swallowing.inverse();
        }

        @Override
        public Optional<String> missing(Machine machine) {
            return swallowing.missing(machine);
        }

        @Override
        public Optional<String> missingFor(Target target, Arguments arguments, Machine machine) {
            if (arguments.get(FROM).anybody()) {
                return Optional.of("a partition has two sides: name who is on the other one; network/blackhole cuts off"
                        + " from everybody");
            }
            return swallowing
                    .missingFor(target, sides(arguments), machine)
                    .or(() -> target.kind().equals("host") ? itself(target, arguments, machine) : Optional.empty());
        }

        /** Loopback and own addresses are what a host's parts reach each other by, ours too. */
        private static Optional<String> itself(Target host, Arguments arguments, Machine machine) {
            List<Net> own = Addresses.of(host.details().getOrDefault("pid", "self"), machine);
            return arguments.get(FROM).resolve(host, machine).stream()
                    .filter(net -> net.loopback() || own.stream().anyMatch(mine -> mine.equals(net)))
                    .map(net -> net + " is this host itself, which cannot be on both sides")
                    .findFirst();
        }

        @Override
        public Prepared plan(Target target, Arguments arguments, Machine machine) {
            return swallowing.plan(target, sides(arguments), machine);
        }

        private static Arguments sides(Arguments arguments) {
            return arguments.with(Filters.PEERS, arguments.get(FROM));
        }
    }
}
