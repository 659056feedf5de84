package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.engine.ProbeKind;
import dev.shakeout.engine.ProbeReader;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.util.List;

/** A probe of a cluster. */
interface ApiProbe extends ProbeKind {
    /** What the account must be allowed to do, in the namespace that is asked about. */
    List<Right> rights(Arguments by);

    /** What it takes to list objects of a type. */
    static List<Right> toList(ResourceType type) {
        return List.of(new Right("list", type));
    }

    /** One that asks the API server whenever it is read. */
    interface Asking extends ApiProbe {
        /** @throws IOException the server cannot be asked, or refuses */
        Json ask(Arguments by, Cluster cluster, Machine machine) throws IOException;

        @Override
        default ProbeReader.Once open(String name, Arguments arguments, Machine machine) {
            return () -> {
                try {
                    return ask(arguments, Criteria.cluster(arguments, machine), machine);
                } catch (IOException | BadValue e) {
                    throw new ProbeFailed(String.valueOf(e.getMessage()), e);
                }
            };
        }
    }
}
