package dev.shakeout.faults.host;

import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Takes a process its memory until it is killed, as a leak under a memory limit would. */
public final class MemoryExhaust implements Fault {
    static final Parameter<Duration> GRACE = Parameter.withDefault(
            "grace",
            Type.duration(Duration.ofMillis(100), Duration.ofHours(1)),
            Duration.ofSeconds(5),
            "Without root: how long the process may run without memory before it is killed.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("memory/exhaust", "Takes a process its memory until it is killed.", GRACE);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of("process");
    }

    @Override
    public String effect() {
        return "whether the process still runs";
    }

    @Override
    public List<Rung> rungs() {
        return List.of(new OomKiller(), new AddressSpace());
    }
}
