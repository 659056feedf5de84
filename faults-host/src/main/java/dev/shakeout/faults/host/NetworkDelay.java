package dev.shakeout.faults.host;

import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Span;
import dev.shakeout.model.Target;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Makes the way to a service longer, as a far or crowded network would. */
public final class NetworkDelay implements Fault {
    static final Parameter<Duration> LATENCY = Parameter.required(
            "latency",
            Type.duration(Duration.ofMillis(1), Duration.ofMinutes(5)),
            "Time added to the way of a request to the target.");
    static final Parameter<Duration> JITTER = Parameter.withDefault(
            "jitter",
            Type.duration(Duration.ZERO, Duration.ofMinutes(5)),
            Duration.ZERO,
            "The time added varies by up to this much.");
    static final Parameter<Integer> PORT = Parameter.optional(
            "port", Type.integer(1, 65535), "TCP port of the process; all that it listens on if not given.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("network/delay", "Delays the traffic to a service.", LATENCY, JITTER, PORT);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of("process", "link");
    }

    @Override
    public String effect() {
        return "how long an empty exchange with the port takes";
    }

    @Override
    public List<Rung> rungs() {
        return List.of(new Netem(), new Redirect(), new DeclaredRung(NetworkDelay::byProxy));
    }

    static RoundTrip effect(Target target, Listener listener, Arguments arguments, Machine machine) {
        return new RoundTrip(
                target, listener.reachable(), listener.port(), arguments.get(LATENCY), arguments.get(JITTER), machine);
    }

    /** The fault as our proxy reads it. */
    static String line(Arguments arguments) {
        return "delay " + micros(arguments.get(LATENCY)) + " " + micros(arguments.get(JITTER));
    }

    static String micros(Duration duration) {
        return duration.toNanos() / 1000 + "us";
    }

    private static Prepared byProxy(DeclaredLink link, Target target, Arguments arguments, Machine machine) {
        var effect =
                new RoundTrip(target, link.host(), link.port(), arguments.get(LATENCY), arguments.get(JITTER), machine);
        return new Prepared(
                List.of(link.fault(line(arguments))),
                effect,
                List.of("only traffic through the proxy at " + link.control().listen() + " is delayed, by "
                        + Span.words(arguments.get(LATENCY))));
    }
}
