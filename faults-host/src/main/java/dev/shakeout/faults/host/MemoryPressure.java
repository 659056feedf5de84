package dev.shakeout.faults.host;

import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Type;
import java.util.List;
import java.util.Set;

/** Keeps the kernel reclaiming memory around a process, as in a container that is close to its limit. */
public final class MemoryPressure implements Fault {
    static final Parameter<Percent> PERCENT = Parameter.required(
            "percent", Type.percent(1, 100), "Share of the time that the kernel is kept busy with reclaiming.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "memory/pressure", "Keeps the kernel reclaiming memory wherever a process wants some.", PERCENT);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of("process");
    }

    @Override
    public String effect() {
        return "how long processes wait for memory, or how many pages are read again";
    }

    @Override
    public List<Rung> rungs() {
        return List.of(new ReclaimGroup());
    }
}
