package dev.shakeout.faults.host;

import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import java.util.List;
import java.util.Set;

/** Switches the host off; somebody else has to switch it on again. */
public final class HostShutdown implements Fault {
    private static final String WORDS = "this host will be switched off";
    static final Parameter<String> ACKNOWLEDGE = Acknowledgement.parameter(WORDS);

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("host/shutdown", "Switches this host off.", ACKNOWLEDGE, HostEnd.DELAY);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of("host");
    }

    @Override
    public String effect() {
        return "whether the host goes down";
    }

    @Override
    public List<Rung> rungs() {
        return HostEnd.rungs("poweroff", WORDS, ACKNOWLEDGE);
    }
}
