package dev.shakeout.faults.host;

import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Descriptor;
import java.util.List;
import java.util.Set;

/** Lets a process start no more processes and threads, as a fork bomb beside it or a pool that leaks would (EAGAIN). */
public final class ProcessExhaustion implements Fault {
    @Override
    public Descriptor descriptor() {
        return Descriptor.of("process/exhaustion", "Lets a process start no new processes and threads.");
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of("process");
    }

    @Override
    public String effect() {
        return "whether the process can start another";
    }

    @Override
    public List<Rung> rungs() {
        return List.of(new PidsGroup(), new NoProcesses());
    }
}
