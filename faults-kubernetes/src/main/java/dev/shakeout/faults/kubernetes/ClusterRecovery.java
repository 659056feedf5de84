package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Recover;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Takes back in a cluster what runs have changed that are gone: whose Lease is no longer renewed. It goes by how long a
 * lease is seen to stay the same, and not by the time written in it, as clocks differ.
 */
public final class ClusterRecovery {
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private final Cluster cluster;
    private final String namespace;
    private final Machine machine;
    private final Map<String, Seen> seen = new HashMap<>();

    /** @param lives it was renewed while this looked */
    private record Seen(String renewed, long since, boolean lives) {}

    /**
     * Looks into a namespace, or into all that it may.
     *
     * @param context of the kubeconfig; the current one if empty
     * @throws dev.shakeout.model.BadValue there is no way to the cluster
     * @throws IOException it cannot be asked
     */
    public ClusterRecovery(Optional<String> context, Optional<String> namespace, Machine machine) throws IOException {
        this.cluster = Cluster.of(context, machine);
        this.machine = machine;
        boolean everywhere = namespace.isEmpty() && cluster.allows(new Right("list", ResourceType.LEASE), "", "");
        this.namespace = everywhere ? "" : namespace.orElseGet(cluster::namespace);
    }

    /** Where it looks, in words. */
    public String where() {
        return "the cluster of context " + cluster.context() + " (" + cluster.server() + "), "
                + (namespace.isEmpty() ? "all namespaces" : "namespace " + namespace);
    }

    /** Waits as long as a lease may still be renewed, and takes back what stands under those that were not. */
    public List<Recover.Outcome> once() throws IOException, InterruptedException {
        var outcomes = new ArrayList<Recover.Outcome>();
        boolean waits = true;
        while (waits) {
            waits = look(outcomes::add) > 0;
            if (waits) {
                Thread.sleep(LOOK_EVERY);
            }
        }
        return outcomes;
    }

    /**
     * Does so until the thread is interrupted. A server that does not answer is asked again.
     *
     * @param told each outcome that is not clean is told again at each try
     * @param trouble why the server could not be asked
     */
    public void always(Consumer<Recover.Outcome> told, Consumer<String> trouble) throws InterruptedException {
        while (true) {
            try {
                look(told);
            } catch (IOException e) {
                trouble.accept(String.valueOf(e.getMessage()));
            }
            Thread.sleep(LOOK_EVERY);
        }
    }

    /** How many leases may still be renewed that were not seen to be since this began to look. */
    private int look(Consumer<Recover.Outcome> told) throws IOException, InterruptedException {
        var restorer = new Restorer(cluster);
        int open = 0;
        List<RunLease> leases = restorer.leases(namespace);
        seen.keySet().retainAll(leases.stream().map(RunLease::path).toList());
        for (RunLease lease : leases) {
            switch (state(lease)) {
                case LAPSED -> told.accept(restore(restorer, lease));
                case OPEN -> open++;
                case ALIVE -> {}
            }
        }
        return open;
    }

    private enum State {
        /** Not seen to be renewed yet; nobody knows. */
        OPEN,
        ALIVE,
        LAPSED
    }

    private State state(RunLease lease) {
        if (lease.isLongOver(machine.clock().instant())) {
            return State.LAPSED;
        }
        long now = System.nanoTime();
        Seen before = seen.get(lease.path());
        if (before == null) {
            seen.put(lease.path(), new Seen(lease.renewed(), now, false));
            return State.OPEN;
        }
        if (!before.renewed().equals(lease.renewed())) {
            seen.put(lease.path(), new Seen(lease.renewed(), now, true));
            return State.ALIVE;
        }
        if (now - before.since() > lease.length().toNanos()) {
            return State.LAPSED;
        }
        return before.lives() ? State.ALIVE : State.OPEN;
    }

    private static Recover.Outcome restore(Restorer restorer, RunLease lease) throws IOException, InterruptedException {
        String holder = lease.resource().text("spec", "holderIdentity");
        List<String> left = restorer.restore(lease);
        String how = "of " + holder + " has not renewed its lease; "
                + (left.isEmpty()
                        ? "everything is taken back"
                        : "not all could be taken back: " + String.join("; ", left));
        return new Recover.Outcome(
                lease.resource().name(), how, left.isEmpty() ? List.of() : List.of("shakeout recover --cluster"));
    }
}
