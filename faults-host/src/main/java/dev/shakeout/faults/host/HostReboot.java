package dev.shakeout.faults.host;

import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import java.util.List;
import java.util.Set;

/** Starts the host again, as an update or a power cut would. */
public final class HostReboot implements Fault {
    private static final String WORDS = "this host will reboot";
    static final Parameter<String> ACKNOWLEDGE = Acknowledgement.parameter(WORDS);

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("host/reboot", "Starts this host again.", ACKNOWLEDGE, HostEnd.DELAY);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of("host");
    }

    @Override
    public String effect() {
        return "whether the host goes down, and after that that it is another start of it";
    }

    @Override
    public List<Rung> rungs() {
        return HostEnd.rungs("reboot", WORDS, ACKNOWLEDGE);
    }
}
