package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Origin;
import java.util.List;
import java.util.Map;

/** One fault of Litmus's hub. */
interface HubFault {
    /** As in {@code spec.experiments[].name}: pod-delete. */
    String name();

    /** What it becomes, in a sentence or two for its page. */
    String introduction();

    /** Its tunables, besides those of {@link Common}; a path is the name of an environment variable. */
    List<Field> tunables();

    /** What the tunables are that a file leaves out: those of the hub's own ChaosExperiment. */
    Map<String, String> defaults();

    /** The faults of ours that are written as this one. */
    default List<Origin> origins() {
        return List.of();
    }

    /** What is to be done; what cannot be is written down by the tunables. */
    List<Hit> read(Tunables tunables, Application application);
}
