package dev.shakeout.faults.host;

import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Rung;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** One rung of one fault on one kind of target. */
record FaultCase(Fault fault, String kind, Rung rung) {
    /** Told of none: a new fault is found as the product finds it. */
    static Stream<FaultCase> all() {
        return faults().flatMap(fault -> fault.targetKinds().stream()
                .sorted()
                .flatMap(kind -> fault.rungs().stream().map(rung -> new FaultCase(fault, kind, rung))));
    }

    static Stream<Fault> faults() {
        List<Fault> loaded = ServiceLoader.load(Fault.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        return loaded.stream();
    }

    /** The one that is called so by {@link #toString()}. */
    static FaultCase named(String name) {
        return all().filter(each -> each.toString().equals(name)).findFirst().orElseThrow();
    }

    @Override
    public String toString() {
        return fault.descriptor().name() + " on " + kind + " by " + rung.name();
    }
}
