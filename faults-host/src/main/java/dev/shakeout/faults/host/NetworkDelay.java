package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Span;
import dev.shakeout.model.Target;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes the way to a service longer, as a far or crowded network would. */
public final class NetworkDelay implements Fault {
    static final Parameter<Duration> LATENCY = Parameter.required(
            "latency",
            Type.duration(Duration.ofMillis(1), Duration.ofMinutes(5)),
            "Time added to the way of each packet.");
    static final Parameter<Duration> JITTER = Parameter.withDefault(
            "jitter",
            Type.duration(Duration.ZERO, Duration.ofMinutes(5)),
            Duration.ZERO,
            "The time added varies by up to this much.");
    static final Parameter<String> DISTRIBUTION = Parameter.withDefault(
            "distribution",
            Type.choice("uniform", "normal", "pareto", "paretonormal"),
            "uniform",
            "How the time added varies: evenly, or as that distribution with the jitter as its deviation.");

    static final Filters FILTERS = Filters.by(Direction.OUT);

    @Override
    public Descriptor descriptor() {
        return FILTERS.describe(
                "network/delay",
                "Delays the packets of a service or a host.",
                LATENCY,
                JITTER,
                Netem.CORRELATION,
                DISTRIBUTION);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of("process", "host", "link");
    }

    @Override
    public String effect() {
        return "how long an empty exchange with the port takes";
    }

    @Override
    public List<Rung> rungs() {
        var rungs = new ArrayList<Rung>();
        rungs.add(Netem.rung(FILTERS, NetworkDelay::netem, NetworkDelay::effect));
        rungs.add(new QueueRung(FILTERS, NetworkDelay::queue, NetworkDelay::tooMuchForQueue, NetworkDelay::effect));
        rungs.addAll(new ByProxy().ways());
        return rungs;
    }

    private static List<String> netem(Arguments arguments) {
        var words = new ArrayList<>(List.of("delay", micros(arguments.get(LATENCY))));
        if (!arguments.get(JITTER).isZero()) {
            words.add(micros(arguments.get(JITTER)));
            arguments.find(Netem.CORRELATION).ifPresent(correlation -> words.add(correlation.value() + "%"));
            if (!arguments.get(DISTRIBUTION).equals("uniform")) {
                words.addAll(List.of("distribution", arguments.get(DISTRIBUTION)));
            }
        }
        return words;
    }

    private static List<String> queue(Arguments arguments) {
        return List.of(
                "--delay=" + micros(arguments.get(LATENCY)),
                "--jitter=" + micros(arguments.get(JITTER)),
                "--distribution=" + arguments.get(DISTRIBUTION));
    }

    private static Optional<String> tooMuchForQueue(Arguments arguments) {
        String distribution = arguments.get(DISTRIBUTION);
        return Netem.correlated(arguments)
                .or(() -> Optional.of("it knows no distribution " + distribution)
                        .filter(_ -> distribution.startsWith("pareto")));
    }

    static Effect effect(KernelRung.Seen seen) {
        return seen.spot()
                .<Effect>map(spot -> effect(spot, seen.target(), seen.arguments(), seen.machine()))
                .orElse(seen.hits());
    }

    static RoundTrip effect(Spot spot, Target target, Arguments arguments, Machine machine) {
        return new RoundTrip(target, spot.host(), spot.port(), arguments.get(LATENCY), arguments.get(JITTER), machine);
    }

    static String micros(Duration duration) {
        return duration.toNanos() / 1000 + "us";
    }

    private record ByProxy() implements ViaProxy {
        @Override
        public String line(Arguments arguments) {
            return "delay " + micros(arguments.get(LATENCY)) + " " + micros(arguments.get(JITTER));
        }

        @Override
        public Effect effect(Service service, Arguments arguments) {
            var spot = new Spot(service.host(), service.port());
            return NetworkDelay.effect(spot, service.target(), arguments, service.machine());
        }

        @Override
        public Optional<String> problem(Arguments arguments) {
            return FILTERS.beyondProxy(arguments)
                    .or(() -> Optional.of("a proxy delays one way, and direction is both")
                            .filter(_ -> arguments.get(FILTERS.direction()).equals("both")));
        }

        @Override
        public String words(Arguments arguments) {
            return "is delayed, by " + Span.words(arguments.get(LATENCY));
        }
    }
}
