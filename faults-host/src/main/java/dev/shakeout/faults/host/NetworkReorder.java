package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Lets some packets overtake others, as several ways through a network do. */
public final class NetworkReorder implements Fault {
    static final Parameter<Percent> REORDER = Parameter.required(
            "reorder", Type.percent(0.01, 100), "Share of the packets that go at once and so overtake the others.");
    static final Parameter<Duration> LATENCY = Parameter.withDefault(
            "latency",
            Type.duration(Duration.ofMillis(1), Duration.ofMinutes(1)),
            Duration.ofMillis(20),
            "How long the others wait; packets that follow within this time are overtaken.");

    private static final Filters FILTERS = Filters.by(Direction.OUT);

    @Override
    public Descriptor descriptor() {
        return FILTERS.describe(
                "network/reorder",
                "Puts packets of a service or a host out of order.",
                REORDER,
                LATENCY,
                Netem.CORRELATION);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of("process", "host");
    }

    @Override
    public String effect() {
        return "the share of packets that arrive out of order";
    }

    @Override
    public List<Rung> rungs() {
        return List.of(
                Netem.rung(FILTERS, NetworkReorder::netem, NetworkReorder::effect),
                new QueueRung(FILTERS, NetworkReorder::queue, Netem::correlated, NetworkReorder::effect));
    }

    private static List<String> netem(Arguments arguments) {
        var words = new ArrayList<>(List.of("delay", NetworkDelay.micros(arguments.get(LATENCY))));
        words.addAll(Netem.chance("reorder", arguments.get(REORDER), arguments));
        return words;
    }

    private static List<String> queue(Arguments arguments) {
        return List.of(
                "--delay=" + NetworkDelay.micros(arguments.get(LATENCY)),
                "--reorder=" + arguments.get(REORDER).value() + "%");
    }

    /** One that overtakes makes all disordered that were on the way, so those that overtake are fewer: a third is plenty. */
    private static Effect effect(KernelRung.Seen seen) {
        double share = Math.min(seen.arguments().get(REORDER).fraction(), 0.5);
        return Datagrams.path(seen)
                .<Effect>map(path -> path.share("come after a later one", share, Datagrams.Seen::disordered))
                .orElse(seen.hits());
    }
}
