package dev.shakeout.faults.host;

import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Rung;
import dev.shakeout.engine.TargetFinder;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** One rung of one fault on one kind of target. */
public record FaultCase(Fault fault, String kind, Rung rung) {
    /** Told of none: a new fault is found as the product finds it. */
    public static Stream<FaultCase> all() {
        return faults().flatMap(fault -> kinds(fault)
                .sorted()
                .flatMap(kind -> fault.rungs().stream().map(rung -> new FaultCase(fault, kind, rung))));
    }

    /** Also those that stand for one that it can hit, as a container stands for a process. */
    private static Stream<String> kinds(Fault fault) {
        return Stream.concat(
                        fault.targetKinds().stream(),
                        ServiceLoader.load(TargetFinder.class).stream()
                                .map(ServiceLoader.Provider::get)
                                .filter(finder -> finder.standsFor().stream().anyMatch(fault.targetKinds()::contains))
                                .map(finder -> finder.descriptor().name()))
                .distinct();
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
