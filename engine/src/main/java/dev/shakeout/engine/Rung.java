package dev.shakeout.engine;

import dev.shakeout.model.Arguments;
import dev.shakeout.model.Target;
import java.util.Optional;
import java.util.Set;

/** One way to bring a fault about, with its own needs. */
public interface Rung {
    /** A few words for the plan and the report: "kernel (tc netem)". */
    String name();

    /** What it needs, for doctor: "root, tc, the sch_netem module". */
    String needs();

    /** How it is taken back, for the docs: "the process gets SIGCONT". */
    String inverse();

    /** What of that is missing on this machine, whatever the target; empty when nothing is. Changes nothing. */
    Optional<String> missing(Machine machine);

    /** What is missing for this very target and these arguments; most rungs have no more to ask. Changes nothing. */
    default Optional<String> missingFor(Target target, Arguments arguments, Machine machine) {
        return Optional.empty();
    }

    /** A pure plan: reads facts of the machine, changes nothing. Only called when nothing is missing. */
    Prepared plan(Target target, Arguments arguments, Machine machine);

    /**
     * Linux capabilities (capabilities(7)) that root needs for it in a container that shares the target's processes and
     * network and nothing else; empty when it needs more of the host than that.
     */
    default Optional<Set<String>> capabilities() {
        return Optional.empty();
    }

    /** What comes of it for a target. */
    sealed interface Prospect {
        /** @param words what is missing */
        record Missing(String words) implements Prospect {}

        record Ready(Prepared prepared) implements Prospect {}
    }

    /** {@link #missingFor} and {@link #plan} in one, for a rung that has to ask far away for both. */
    default Prospect prospect(Target target, Arguments arguments, Machine machine) {
        return missingFor(target, arguments, machine)
                .<Prospect>map(Prospect.Missing::new)
                .orElseGet(() -> new Prospect.Ready(plan(target, arguments, machine)));
    }
}
