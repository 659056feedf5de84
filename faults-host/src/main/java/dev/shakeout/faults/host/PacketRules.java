package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Step;
import java.util.List;
import java.util.Optional;

/** What finds the packets that a fault meets and says what becomes of them; carries the token of the injection. */
sealed interface PacketRules permits NftTable, IptablesChains {
    Step step(String what, NetNamespace namespace);

    /** Why the kernel does not take them, if so; tried where it can do no harm. */
    Optional<String> refused(Machine machine);

    /** A command that prints how many packets were met, as numbers, or nothing when the rules are not there. */
    List<String> counting(NetNamespace namespace);
}
