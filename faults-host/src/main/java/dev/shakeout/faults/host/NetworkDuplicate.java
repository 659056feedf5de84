package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Type;
import java.util.List;
import java.util.Set;

/** Sends packets twice, as a network with a loop or a retransmitting link does. */
public final class NetworkDuplicate implements Fault {
    static final Parameter<Percent> DUPLICATE =
            Parameter.required("duplicate", Type.percent(0.01, 100), "Share of the packets that arrive twice.");

    private static final Filters FILTERS = Filters.by(Direction.OUT);

    @Override
    public Descriptor descriptor() {
        return FILTERS.describe(
                "network/duplicate", "Sends packets of a service or a host twice.", DUPLICATE, Netem.CORRELATION);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of("process", "host");
    }

    /** Rules of nftables come first: they work both ways, and a netem that duplicates suffers no other one beside it. */
    @Override
    public String effect() {
        return "the share of packets that arrive twice";
    }

    @Override
    public List<Rung> rungs() {
        return List.of(
                new DupRung(FILTERS, DUPLICATE, NetworkDuplicate::effect),
                Netem.rung(FILTERS, NetworkDuplicate::netem, NetworkDuplicate::effect));
    }

    private static List<String> netem(Arguments arguments) {
        return Netem.chance("duplicate", arguments.get(DUPLICATE), arguments);
    }

    private static Effect effect(KernelRung.Seen seen) {
        double share = seen.arguments().get(DUPLICATE).fraction();
        return Datagrams.path(seen)
                .<Effect>map(path -> path.share("arrive twice", share, Datagrams.Seen::repeated))
                .orElse(seen.hits());
    }
}
