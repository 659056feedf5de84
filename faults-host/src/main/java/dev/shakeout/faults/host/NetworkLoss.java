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

/** Loses packets, as a crowded or faulty network does. */
public final class NetworkLoss implements Fault {
    static final Parameter<Percent> LOSS =
            Parameter.required("loss", Type.percent(0.01, 100), "Share of the packets that are lost.");

    private static final Filters FILTERS = Filters.by(Direction.OUT);

    @Override
    public Descriptor descriptor() {
        return FILTERS.describe("network/loss", "Loses packets of a service or a host.", LOSS, Netem.CORRELATION);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of("process", "host");
    }

    /** Rules of nftables come first: they work in both directions, and netem is better only at losses in a row. */
    @Override
    public String effect() {
        return "the share of packets that do not arrive";
    }

    @Override
    public List<Rung> rungs() {
        return List.of(
                new KernelRung(
                                "kernel (nftables numgen, tc blackhole)",
                                "root, nftables, tc and the module sch_htb",
                                FILTERS,
                                NetworkLoss::dropped,
                                NetworkLoss::effect)
                        .without(Netem.CORRELATION),
                Netem.rung(FILTERS, NetworkLoss::netem, NetworkLoss::effect));
    }

    private static KernelRung.Bite dropped(Arguments arguments) {
        return KernelRung.Bite.dropping(arguments.get(LOSS));
    }

    private static List<String> netem(Arguments arguments) {
        return Netem.losses(arguments.get(LOSS), arguments);
    }

    private static Effect effect(KernelRung.Seen seen) {
        double share = seen.arguments().get(LOSS).fraction();
        return seen.spot()
                .<Effect>map(
                        spot -> Exchanges.hurt(spot, share, seen.traffic().direction(), seen.target(), seen.machine()))
                .orElse(seen.hits());
    }
}
