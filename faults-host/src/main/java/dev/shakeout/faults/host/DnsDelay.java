package dev.shakeout.faults.host;

import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.List;

/** Holds the answers of DNS servers for a while, as a slow or distant one would. */
public final class DnsDelay implements NameFault {
    static final Parameter<Duration> LATENCY = Parameter.required(
            "latency", Type.duration(Duration.ofMillis(1), Duration.ofMinutes(1)), "How much later an answer comes.");
    static final Parameter<Duration> JITTER = Parameter.withDefault(
            "jitter",
            Type.duration(Duration.ZERO, Duration.ofMinutes(1)),
            Duration.ZERO,
            "The latency varies evenly by up to this much.");

    @Override
    public Descriptor descriptor() {
        return NameFault.descriptor("dns/delay", "Delays the answers of DNS servers.", LATENCY, JITTER, TYPES);
    }

    @Override
    public String effect() {
        return "how long a question to the target's DNS server takes";
    }

    @Override
    public List<String> words(Arguments arguments) {
        return List.of(
                "--delay=" + NetworkDelay.micros(arguments.get(LATENCY)),
                "--jitter=" + NetworkDelay.micros(arguments.get(JITTER)));
    }

    @Override
    public Lookups effect(Question question, Arguments arguments) {
        double millis = arguments.get(LATENCY).toNanos() / 1e6;
        return new Lookups(
                question,
                arguments.get(LATENCY).multipliedBy(3).plusSeconds(2),
                arguments.get(PERCENT),
                "time of a question",
                "ms",
                Lookup::millis,
                before -> before + millis);
    }
}
