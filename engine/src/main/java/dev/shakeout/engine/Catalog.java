package dev.shakeout.engine;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Misfit;
import dev.shakeout.model.Provider;
import dev.shakeout.model.Target;
import dev.shakeout.model.Vocabulary;
import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** Every fault, probe, target finder, witness and custodian of this installation, by name. */
public record Catalog(
        Map<String, Fault> faults,
        Map<String, ProbeKind> probes,
        Map<String, TargetFinder> finders,
        Map<String, Witness> witnesses,
        Map<String, Custodian> custodians) {

    /** Without custodians: for what lasts no longer than this host. */
    public Catalog(
            Map<String, Fault> faults,
            Map<String, ProbeKind> probes,
            Map<String, TargetFinder> finders,
            Map<String, Witness> witnesses) {
        this(faults, probes, finders, witnesses, Map.of());
    }

    /** Without witnesses, so that nothing is proved. */
    public Catalog(Map<String, Fault> faults, Map<String, ProbeKind> probes, Map<String, TargetFinder> finders) {
        this(faults, probes, finders, Map.of());
    }

    /** What the class path holds, looked up once. */
    public static Catalog installed() {
        return Installed.CATALOG;
    }

    /**
     * Has the JVM look where services are listed, which it remembers. Initializes nothing of ours, so that this may go on
     * beside anything else.
     */
    public static void lookAhead() throws IOException {
        for (Class<?> type : List.of(
                Fault.class, ProbeKind.class, TargetFinder.class, Witness.class, Custodian.class, Twin.Table.class)) {
            var _ = ClassLoader.getSystemClassLoader().getResources("META-INF/services/" + type.getName());
        }
    }

    private static final class Installed {
        private static final Catalog CATALOG = new Catalog(
                load(Fault.class, fault -> fault.descriptor().name()),
                load(ProbeKind.class, probe -> probe.descriptor().name()),
                load(TargetFinder.class, finder -> finder.descriptor().name()),
                load(Witness.class, Witness::name),
                load(Custodian.class, Custodian::name));
    }

    /** With these faults only. */
    public Catalog only(Collection<String> names) {
        var chosen = new TreeMap<>(faults);
        chosen.keySet().retainAll(names);
        return new Catalog(chosen, probes, finders, witnesses, custodians);
    }

    private static <T> Map<String, T> load(Class<T> type, Function<T, String> name) {
        var found = new TreeMap<String, T>();
        for (T service : ServiceLoader.load(type)) {
            found.put(name.apply(service), service);
        }
        return found;
    }

    public Vocabulary vocabulary() {
        return new Vocabulary(
                describe(faults, fault -> fault.descriptor().hits(kinds(fault))),
                describe(probes, ProbeKind::descriptor),
                describe(finders, TargetFinder::descriptor));
    }

    private static <T> Map<String, Descriptor> describe(Map<String, T> services, Function<T, Descriptor> describe) {
        var descriptors = new TreeMap<String, Descriptor>();
        services.forEach((name, service) -> descriptors.put(name, describe.apply(service)));
        return descriptors;
    }

    /** Kinds of target that it can hit: its own, and those that are one of these too. */
    public Set<String> kinds(Fault fault) {
        var kinds = new TreeSet<>(fault.targetKinds());
        finders.forEach((kind, finder) -> {
            if (!Collections.disjoint(finder.standsFor(), fault.targetKinds())
                    || !finder.inside(fault).isEmpty()) {
                kinds.add(kind);
            }
        });
        return kinds;
    }

    /** Ways to bring a fault about on a target of this kind, best first: its own, or those into what the target holds. */
    public List<Rung> rungs(Fault fault, String kind) {
        TargetFinder finder = finder(kind);
        boolean itself =
                fault.targetKinds().contains(kind) || !Collections.disjoint(finder.standsFor(), fault.targetKinds());
        return itself ? fault.rungs() : finder.inside(fault);
    }

    /** Whether a fault would take a target for the host, as it hits processes and that of the target is not seen from here. */
    boolean isUnseen(Fault fault, Target target) {
        boolean standsFor = !fault.targetKinds().contains(target.kind())
                && !Collections.disjoint(finder(target.kind()).standsFor(), fault.targetKinds());
        return standsFor && !target.isProcess();
    }

    /**
     * The fault of this name.
     *
     * @throws IllegalStateException when there is none; validation asks {@link #vocabulary()} first
     */
    public Fault fault(String name) {
        return known(faults, name, "fault");
    }

    /** What is wrong with a call whose arguments are well formed, as its kind sees it. */
    public Optional<Misfit> misfit(Provider.Call call, Machine machine) {
        return probe(call.kind()).check(call.arguments(), machine);
    }

    /**
     * Reads a probe once, outside of any run.
     *
     * @throws BadValue when it could not be read, with the reason
     */
    public Json read(Provider.Call call, Machine machine) {
        try (var reader = probe(call.kind()).open(call.kind(), call.arguments(), machine)) {
            return switch (reader) {
                case ProbeReader.Once once -> once.read();
                case ProbeReader.Continuous _ ->
                    throw new BadValue("a probe of type " + call.kind() + " gives no value");
            };
        } catch (ProbeFailed e) {
            throw new BadValue(String.valueOf(e.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new BadValue("the reading was interrupted");
        }
    }

    ProbeKind probe(String name) {
        return known(probes, name, "probe");
    }

    /**
     * What finds targets of this kind.
     *
     * @throws IllegalStateException when there is none
     */
    public TargetFinder finder(String kind) {
        return known(finders, kind, "kind of target");
    }

    private static <T> T known(Map<String, T> services, String name, String what) {
        T service = services.get(name);
        if (service == null) {
            throw new IllegalStateException("there is no " + what + " '" + name + "' in this installation");
        }
        return service;
    }
}
