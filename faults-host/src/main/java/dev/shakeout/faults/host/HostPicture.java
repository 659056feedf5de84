package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Proof;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What faults could have changed on a host, at one moment; to be compared with another moment's.
 *
 * @param facts by where they were seen
 * @param places that could be looked at; what is missing in the later picture is gone, and all that was changed in it
 */
public record HostPicture(Map<String, Fact> facts, Set<String> places) {
    /** Of what others do meanwhile; a host where more goes on at once is not explained by a longer list. */
    private static final int MOST_TOLD = 50;

    public static HostPicture take(Machine machine) {
        return take(machine, List.of());
    }

    /**
     * Of no run in particular: without the files that steps would name.
     *
     * @param targets processes whose state, limits, control groups, network and mounts are looked at too
     */
    public static HostPicture take(Machine machine, Collection<Target> targets) {
        try {
            return take(machine, Places.of(targets, Bystanders.NONE, machine), Trace.NONE, Optional.empty());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** @throws IOException a part of the host could not be seen in reasonable time */
    static HostPicture take(Machine machine, Places places, Trace trace, Optional<String> runId) throws IOException {
        var picture = new HostPicture(new TreeMap<>(), new HashSet<>(Set.of("")));
        var network = new NetworkFacts(machine, trace).look(places); // by shells that run beside the rest
        new ProcessFacts(new Procfs(machine), trace).see(places, runId, picture);
        new FileFacts(machine, trace).see(places, picture);
        new MapperFacts(machine, trace).see(picture);
        network.into(picture);
        return picture;
    }

    void saw(String place) {
        places.add(place);
    }

    void add(Fact fact) {
        facts.merge(fact.where(), fact, (known, _) -> known.again());
    }

    /** Only what these steps may have changed: other runs, and other people, live on the same host. */
    public HostPicture concerning(Collection<Step> steps) {
        return concerning(Trace.of(steps));
    }

    HostPicture concerning(Trace trace) {
        var concerning = new TreeMap<String, Fact>();
        facts.forEach((where, fact) -> {
            if (trace.names(fact) && !NetworkFacts.isSharedRoot(fact, facts.values(), trace)) {
                concerning.put(where, fact);
            }
        });
        return new HostPicture(concerning, places);
    }

    /** One sentence per difference; empty when nothing differs. */
    public static List<String> differences(HostPicture before, HostPicture after) {
        return before.residue(after).stream().map(Proof.Residue::words).toList();
    }

    /** What a run with these steps has left between this picture and the later one. */
    Proof compare(HostPicture after, Trace trace) {
        List<Proof.Residue> residue = concerning(trace).residue(after.concerning(trace));
        List<String> meanwhile = differences(this, after).stream()
                .filter(words -> residue.stream().noneMatch(left -> left.words().equals(words)))
                .limit(MOST_TOLD)
                .toList();
        var compared = new HashSet<>(facts.keySet());
        compared.addAll(after.facts.keySet());
        return new Proof(compared.size(), residue, meanwhile);
    }

    private List<Proof.Residue> residue(HostPicture after) {
        var residue = new ArrayList<Proof.Residue>();
        var all = new TreeSet<>(facts.keySet());
        all.addAll(after.facts.keySet());
        for (String where : all) {
            Optional<Fact> then =
                    Optional.ofNullable(facts.get(where)).filter(fact -> after.places.contains(fact.place()));
            Optional<Fact> now =
                    Optional.ofNullable(after.facts.get(where)).filter(fact -> places.contains(fact.place()));
            difference(where, then, now).ifPresent(residue::add);
        }
        return residue;
    }

    private static Optional<Proof.Residue> difference(String where, Optional<Fact> then, Optional<Fact> now) {
        if (then.isEmpty()) {
            return now.map(fact -> new Proof.Residue("new: " + where, fact.remove()));
        }
        Fact before = then.get();
        if (now.isEmpty()) {
            return Optional.of(new Proof.Residue("gone: " + where, before.restore()));
        }
        return before.value().equals(now.get().value())
                ? Optional.empty()
                : Optional.of(new Proof.Residue(
                        where + ": was " + before.value() + ", is " + now.get().value(),
                        before.restore().or(now.get()::remove)));
    }
}
