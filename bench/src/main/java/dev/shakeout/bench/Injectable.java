package dev.shakeout.bench;

import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A fault of this installation, with its parameters as a file would have them. */
record Injectable(Fault fault, Arguments arguments) {
    static Injectable of(String name, Map<String, String> written) {
        Fault fault = Catalog.installed().faults().get(name);
        if (fault == null) {
            throw new IllegalArgumentException("there is no fault " + name);
        }
        var values = new LinkedHashMap<String, Object>();
        for (Parameter<?> parameter : fault.descriptor().parameters()) {
            String value = written.get(parameter.name());
            if (value != null) {
                values.put(parameter.name(), parameter.type().parse(new Json.Str(value)));
            }
        }
        return new Injectable(fault, new Arguments(values));
    }

    /** On this host, by the first rung that stands here. */
    Prepared onHost(Machine machine) {
        Target host = Catalog.installed().finders().values().stream()
                .filter(finder -> finder.descriptor().name().equals("host"))
                .flatMap(finder -> finder.find(Arguments.NONE, machine).stream())
                .findFirst()
                .orElseThrow();
        return fault.rungs().stream()
                .filter(rung -> rung.missing(machine)
                        .or(() -> rung.missingFor(host, arguments, machine))
                        .isEmpty())
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException(fault.descriptor().name() + " does not stand here with " + arguments))
                .plan(host, arguments, machine);
    }

    /** The command of its only step. */
    static List<String> command(Prepared prepared) {
        return prepared.steps().getFirst().change().argv();
    }
}
