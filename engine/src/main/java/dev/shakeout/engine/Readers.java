package dev.shakeout.engine;

import dev.shakeout.model.Activity;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Provider;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** The readers of a run's probes, each opened once, by the probe's name. */
final class Readers implements AutoCloseable {
    private final Catalog catalog;
    private final Machine machine;
    private final Map<String, ProbeReader> open = new LinkedHashMap<>();

    Readers(Catalog catalog, Machine machine) {
        this.catalog = catalog;
        this.machine = machine;
    }

    synchronized ProbeReader of(Activity activity) {
        return open.computeIfAbsent(activity.name(), name -> switch (activity.provider()) {
            case Provider.Call call -> catalog.probe(call.kind()).open(name, call.arguments(), machine);
            case Provider.FaultCall fault ->
                throw new IllegalStateException("fault " + fault.fault() + " cannot be read");
        });
    }

    /** Starts every continuous probe that will be asked; guards watch whatever is only pretended. */
    void start(Experiment experiment, RunOptions.Dry dry) {
        Stream<Activity.Probe> watched =
                experiment.safety().haltWhen().stream().flatMap(guard -> guard.condition().probes().stream());
        Stream<Activity.Probe> asked = dry.probes() ? watched : Stream.concat(watched, probes(experiment));
        var names = new HashSet<String>();
        asked.filter(probe -> names.add(probe.name())).forEach(probe -> {
            if (of(probe) instanceof ProbeReader.Continuous continuous) {
                continuous.start();
            }
        });
    }

    /** The continuous probes among the experiment's, by name. */
    synchronized Map<String, ProbeReader.Continuous> continuous() {
        var found = new LinkedHashMap<String, ProbeReader.Continuous>();
        open.forEach((name, reader) -> {
            if (reader instanceof ProbeReader.Continuous continuous) {
                found.put(name, continuous);
            }
        });
        return found;
    }

    private static Stream<Activity.Probe> probes(Experiment experiment) {
        return Stream.concat(
                experiment.hypothesis().stream().flatMap(h -> h.probes().stream()),
                experiment.method().stream()
                        .filter(Activity.Probe.class::isInstance)
                        .map(Activity.Probe.class::cast));
    }

    @Override
    public synchronized void close() {
        open.values().forEach(reader -> {
            try {
                reader.close();
            } catch (Exception e) {
                System.err.println("shakeout: a probe did not close: " + e);
            }
        });
        open.clear();
    }
}
