package dev.shakeout.faults.host;

import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Descriptor;
import java.util.List;
import java.util.Set;

/** Swallows packets, so that whoever waits for them waits until it gives up by itself. */
public final class NetworkBlackhole implements Fault {
    private static final Filters FILTERS = Filters.by(Direction.BOTH);

    @Override
    public Descriptor descriptor() {
        return FILTERS.describe("network/blackhole", "Drops all packets of a service or a host, silently.");
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of("process", "host");
    }

    @Override
    public String effect() {
        return "what becomes of an empty exchange with the port, or how many packets are swallowed";
    }

    @Override
    public List<Rung> rungs() {
        return List.of(swallowing(FILTERS));
    }

    static Rung swallowing(Filters filters) {
        return new KernelRung(
                "kernel (nftables drop, tc blackhole)",
                "root, nftables or iptables, tc and the module sch_htb",
                filters,
                _ -> KernelRung.Bite.dropping(KernelRung.Bite.ALL),
                NetworkBlock::effect);
    }
}
