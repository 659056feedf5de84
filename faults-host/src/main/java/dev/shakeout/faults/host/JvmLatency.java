package dev.shakeout.faults.host;

import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Span;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Lets every call of a method in a JVM begin late, as if what it calls were slow. */
public final class JvmLatency implements Fault {
    static final Parameter<Duration> LATENCY = Parameter.required(
            "latency",
            Type.duration(Duration.ofMillis(1), Duration.ofMinutes(5)),
            "How much later each call begins; an interrupt of its thread ends the wait.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "jvm/latency",
                "Delays each call of a method in a running JVM.",
                JvmMethod.CLASS,
                JvmMethod.METHOD,
                LATENCY);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of("process");
    }

    @Override
    public String effect() {
        return JvmMethod.EFFECT;
    }

    @Override
    public List<Rung> rungs() {
        return List.of(JvmMethod.rung(
                "latency",
                arguments -> List.of("millis=" + arguments.get(LATENCY).toMillis()),
                arguments -> "let each call of " + JvmMethod.of(arguments) + " begin "
                        + Span.words(arguments.get(LATENCY)) + " late"));
    }
}
