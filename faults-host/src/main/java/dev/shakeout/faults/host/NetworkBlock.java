package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Target;
import dev.shakeout.model.Type;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Cuts a service off from its clients. */
public final class NetworkBlock implements Fault {
    static final Parameter<String> HOW = Parameter.withDefault(
            "how",
            Type.choice("reject", "drop"),
            "reject",
            "reject answers every packet with a reset; drop lets clients wait for an answer that never comes.");
    static final Parameter<Integer> PORT = Parameter.optional(
            "port", Type.integer(1, 65535), "TCP port of the process; all that it listens on if not given.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("network/block", "Cuts a service off from its clients.", HOW, PORT);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of("process", "link");
    }

    @Override
    public String effect() {
        return "what becomes of an empty exchange with the port";
    }

    @Override
    public List<Rung> rungs() {
        return List.of(new PacketFilter(), new DeclaredRung(NetworkBlock::byProxy));
    }

    private record PacketFilter() implements Rung {
        @Override
        public String name() {
            return "kernel (nftables reject or drop)";
        }

        @Override
        public String needs() {
            return "root and nftables";
        }

        @Override
        public String inverse() {
            return "the nftables table is deleted";
        }

        @Override
        public Optional<String> missing(Machine machine) {
            return NftTable.missing("filter", machine);
        }

        @Override
        public Optional<String> missingFor(Target target, Arguments arguments, Machine machine) {
            return Listener.missing(target, arguments.find(PORT), machine)
                    .or(() -> NetNamespace.missing(target, machine));
        }

        @Override
        public Prepared plan(Target target, Arguments arguments, Machine machine) {
            List<Listener> listeners = Listener.chosen(target, arguments.find(PORT), machine);
            String verdict = arguments.get(HOW).equals("drop") ? "drop" : "reject with tcp reset";
            var rules = new ArrayList<String>();
            rules.add("type filter hook input priority -10; policy accept;");
            listeners.forEach(listener -> rules.add(NftTable.to(listener) + " " + verdict));
            var table = new NftTable(Token.fresh(), List.of(new NftTable.Chain("input", rules)));
            var step = table.step(
                    arguments.get(HOW) + " what comes to " + target + " on " + listeners,
                    NetNamespace.of(target, machine));
            Listener first = listeners.getFirst();
            return Prepared.of(List.of(step), new Reachable(target, first.reachable(), first.port(), machine));
        }
    }

    private static Prepared byProxy(DeclaredLink link, Target target, Arguments arguments, Machine machine) {
        boolean drop = arguments.get(HOW).equals("drop");
        return new Prepared(
                List.of(link.fault(drop ? "drop" : "refuse")),
                new Reachable(target, link.host(), link.port(), machine),
                List.of("only traffic through the proxy at "
                        + link.control().listen() + " is cut off"
                        + (drop ? "; connecting still succeeds, then nothing answers" : "")));
    }

    /** What becomes of the least exchange with a port: 0 is answered, more is worse. */
    private record Reachable(Target target, String host, int port, Machine machine) implements Effect {
        private static final Duration LIMIT = Duration.ofSeconds(1);

        @Override
        public String what() {
            return "whether an empty exchange with " + host + ":" + port + " succeeds";
        }

        @Override
        public Reading read() throws IOException {
            Exchange exchange = Exchange.near(target, host, port, LIMIT, machine);
            return new Reading(
                    exchange.outcome().badness,
                    "",
                    "an empty exchange with " + host + ":" + port + " " + exchange.words());
        }

        @Override
        public boolean bites(Reading before, Reading on) {
            return on.value() > before.value();
        }

        @Override
        public boolean gone(Reading before, Reading after) {
            return after.value() <= before.value();
        }
    }
}
