package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Target;
import dev.shakeout.model.Type;
import java.util.List;
import java.util.Set;

/** Cuts a service off from its clients. */
public final class NetworkBlock implements Fault {
    static final Parameter<String> HOW = Parameter.withDefault(
            "how",
            Type.choice("reject", "drop"),
            "reject",
            "reject answers every packet with a reset; drop lets clients wait for an answer that never comes.");
    private static final List<String> REJECT =
            List.of("meta l4proto tcp counter reject with tcp reset", "counter reject");

    private static final Filters FILTERS = Filters.by(Direction.IN);

    @Override
    public Descriptor descriptor() {
        return FILTERS.describe("network/block", "Cuts a service off from its clients.", HOW);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of("process", "host", "link");
    }

    @Override
    public String effect() {
        return "what becomes of an empty exchange with the port";
    }

    @Override
    public List<Rung> rungs() {
        return List.of(
                new KernelRung(
                        "kernel (nftables reject or drop)",
                        "root and nftables",
                        FILTERS,
                        NetworkBlock::bite,
                        NetworkBlock::effect),
                new DeclaredRung(NetworkBlock::byProxy, FILTERS::beyondProxy));
    }

    private static KernelRung.Bite bite(Arguments arguments) {
        return arguments.get(HOW).equals("drop")
                ? KernelRung.Bite.dropping(KernelRung.Bite.ALL)
                : new KernelRung.Bite(KernelRung.Bite.ALL, List.of(), REJECT, REJECT);
    }

    static Effect effect(KernelRung.Seen seen) {
        return seen.spot()
                .<Effect>map(spot -> new Reachable(seen.target(), spot, seen.machine()))
                .orElse(seen.hits());
    }

    private static Prepared byProxy(DeclaredLink link, Target target, Arguments arguments, Machine machine) {
        boolean drop = arguments.get(HOW).equals("drop");
        return new Prepared(
                List.of(link.fault(drop ? "drop" : "refuse")),
                new Reachable(target, new Spot(link.host(), link.port()), machine),
                List.of("only traffic through the proxy at "
                        + link.control().listen() + " is cut off"
                        + (drop ? "; connecting still succeeds, then nothing answers" : "")));
    }
}
