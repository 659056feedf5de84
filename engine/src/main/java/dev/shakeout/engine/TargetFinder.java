package dev.shakeout.engine;

import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Plan;
import dev.shakeout.model.Target;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds targets of one kind, such as process. Found by {@link java.util.ServiceLoader}; named after its kind. */
public interface TargetFinder {
    /** The kind and its criteria. */
    Descriptor descriptor();

    /**
     * All that match and may be hit, oldest first, so that the same seed chooses the same one in a system started the
     * same way.
     */
    List<Target> find(Arguments by, Machine machine);

    /** What may have been meant when none match, behind the words that say so: "; did you mean 'web'?"; or nothing. */
    default String hint(Arguments by, Machine machine) {
        return "";
    }

    /** All that match and must never be hit, whatever a selector says, such as the first process of a host. */
    default List<Plan.Spared> spared(Arguments by, Machine machine) {
        return List.of();
    }

    /**
     * Told which of its targets a fault is about to be planned for, one after the other; it may begin to read them all.
     *
     * @return to be closed when they are planned for: what was read until then is not believed any more
     */
    default Expectation expect(List<Target> targets, Machine machine) {
        return () -> {};
    }

    /** Other kinds that its targets are too, with the details of these: a container is the process that runs it. */
    default Set<String> standsFor() {
        return Set.of();
    }

    /**
     * Ways to bring a fault about in what its targets hold, where no process of this host can reach it: a pod holds the
     * processes of its containers, on a node of its own.
     *
     * @return best first; none when it holds nothing that this fault can hit
     */
    default List<Rung> inside(Fault fault) {
        return List.of();
    }

    /** Every name by which a person may know a target; what is protected by name is protected under all of them. */
    default List<String> names(Target target, Machine machine) {
        return List.of(target.name());
    }

    /** The service that a target is a replica of; empty when nothing could stand in for it anyway, as for a host. */
    default Optional<Replicas> service(Target target, Machine machine) {
        return Optional.empty();
    }

    /**
     * The same of many targets, by their ids; one look tells of all replicas of a service. A finder that must list
     * everything to know one does so once.
     */
    default Map<String, Replicas> services(List<Target> targets, Machine machine) {
        var services = new HashMap<String, Replicas>();
        for (Target target : targets) {
            if (!services.containsKey(target.id())) {
                service(target, machine).ifPresent(replicas -> {
                    replicas.healthy().forEach(replica -> services.put(replica.id(), replicas));
                    services.put(target.id(), replicas);
                });
            }
        }
        return services;
    }

    /**
     * Where others reach each of these targets in the network, by their ids. One that has no address now is left out; empty
     * when targets of this kind have none of their own.
     */
    default Optional<Map<String, List<String>>> addresses(List<Target> targets, Machine machine) {
        return Optional.empty();
    }

    /** How it tells of targets that appear during a run; empty when it does not. */
    default Optional<Arrivals> arrivals() {
        return Optional.empty();
    }

    /** What is being read ahead. */
    interface Expectation extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * What stands in for each other.
     *
     * @param service its name; targets of one kind with the same name here are replicas of one service
     * @param healthy all that serve now, protected ones too
     */
    record Replicas(String service, List<Target> healthy) {
        public Replicas {
            healthy = List.copyOf(healthy);
        }
    }
}
