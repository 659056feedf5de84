package dev.shakeout.engine;

import dev.shakeout.model.Activity;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Json;
import dev.shakeout.model.Judgement;
import dev.shakeout.model.Position;
import dev.shakeout.model.Provider;
import dev.shakeout.model.Tolerance;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** The readers of a run's probes, each opened once, by the probe's name. */
final class Readers implements AutoCloseable {
    private final Catalog catalog;
    private final Machine machine;
    private final Map<Key, Opened> open = new LinkedHashMap<>();

    private record Key(String name, Position position, Provider provider) {
        /** Without the provider, which may hold much. */
        @Override
        public int hashCode() {
            return 31 * name.hashCode() + position.hashCode();
        }
    }

    /** @param name of the activity */
    private record Opened(String name, ProbeReader reader) {}

    Readers(Catalog catalog, Machine machine) {
        this.catalog = catalog;
        this.machine = machine;
    }

    synchronized ProbeReader of(Activity activity) {
        // two may share a name by Chaos Toolkit's rules, and a control may change one
        var key = new Key(activity.name(), activity.position(), activity.provider());
        return open.computeIfAbsent(key, _ -> new Opened(activity.name(), open(activity)))
                .reader();
    }

    private ProbeReader open(Activity activity) {
        return switch (activity.provider()) {
            case Provider.Call call -> catalog.probe(call.kind()).open(activity.name(), call.arguments(), machine);
            case Provider.FaultCall fault ->
                throw new IllegalStateException("fault " + fault.fault() + " cannot be read");
        };
    }

    /** Judges an output by the probe that is its tolerance. */
    Judgement ask(Tolerance.ByProbe by, Json output) throws InterruptedException {
        Provider.Call call = by.call().passing("value", output);
        try (var reader = catalog.probe(call.kind()).open(by.name(), call.arguments(), machine)) {
            return switch (reader) {
                case ProbeReader.Once once -> {
                    Json answer = once.read();
                    yield Judgement.of(answer.truthy(), "'" + by.name() + "' says " + answer.text() + " of it");
                }
                case ProbeReader.Continuous _ -> Judgement.of(false, "'" + by.name() + "' cannot judge an output");
            };
        } catch (ProbeFailed e) {
            return Judgement.of(false, "'" + by.name() + "': " + e.getMessage());
        }
    }

    /** Starts every probe that will be asked; guards watch whatever is only pretended. */
    void start(Experiment experiment) {
        Stream<Activity.Probe> watched =
                experiment.safety().haltWhen().stream().flatMap(guard -> guard.condition().probes().stream());
        Stream<Activity.Probe> asked = experiment.dry().probes() ? watched : Stream.concat(watched, probes(experiment));
        var names = new HashSet<String>();
        asked.filter(probe -> names.add(probe.name()))
                .forEach(probe -> of(probe).start());
    }

    /** The continuous probes among the experiment's, by name. */
    synchronized Map<String, ProbeReader.Continuous> continuous() {
        var found = new LinkedHashMap<String, ProbeReader.Continuous>();
        open.values().forEach(opened -> {
            if (opened.reader() instanceof ProbeReader.Continuous continuous) {
                found.put(opened.name(), continuous);
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
        open.values().forEach(opened -> {
            try {
                opened.reader().close();
            } catch (Exception e) {
                System.err.println("shakeout: a probe did not close: " + e);
            }
        });
        open.clear();
    }
}
