package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Type;
import java.util.List;
import java.util.Set;

/** Changes a bit of some packets, as a bad cable or a failing network card does; whoever checks sums throws them away. */
public final class NetworkCorrupt implements Fault {
    static final Parameter<Percent> CORRUPT =
            Parameter.required("corrupt", Type.percent(0.01, 100), "Share of the packets of which one bit is changed.");

    private static final Filters FILTERS = Filters.by(Direction.OUT);

    @Override
    public Descriptor descriptor() {
        return FILTERS.describe(
                "network/corrupt", "Damages packets of a service or a host.", CORRUPT, Netem.CORRELATION);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of("process", "host");
    }

    @Override
    public String effect() {
        return "the share of packets that arrive damaged or not at all";
    }

    @Override
    public List<Rung> rungs() {
        return List.of(
                Netem.rung(
                        FILTERS,
                        arguments -> Netem.chance("corrupt", arguments.get(CORRUPT), arguments),
                        NetworkCorrupt::effect),
                new QueueRung(
                        FILTERS,
                        arguments ->
                                List.of("--corrupt=" + arguments.get(CORRUPT).value() + "%"),
                        Netem::correlated,
                        NetworkCorrupt::effect));
    }

    private static Effect effect(KernelRung.Seen seen) {
        double share = seen.arguments().get(CORRUPT).fraction();
        return seen.spot()
                .<Effect>map(
                        spot -> Exchanges.hurt(spot, share, seen.traffic().direction(), seen.target(), seen.machine()))
                .orElse(seen.hits());
    }
}
