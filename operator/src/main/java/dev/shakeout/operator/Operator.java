package dev.shakeout.operator;

import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Machine;
import dev.shakeout.faults.kubernetes.Cluster;
import dev.shakeout.faults.kubernetes.ClusterRecovery;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Carries out the Runs of a cluster, makes those that Schedules ask for, and takes back what runs have left that are gone. Of
 * several operators one acts.
 */
public final class Operator {
    private final Settings settings;
    private final Machine machine;
    private final Cluster cluster;
    private final String namespace;

    /**
     * What it goes by.
     *
     * @param context of the kubeconfig; the current one if empty
     * @param namespace the only one whose objects count; all if empty
     * @param shakeout the command that starts Shakeout, to which its words are added
     * @param options of 'run', which hold for every run
     * @param lease how long an operator that leads may be silent until another takes over; at least 3 s
     * @param atOnce how many runs are carried out side by side
     */
    public record Settings(
            Optional<String> context,
            Optional<String> namespace,
            List<String> shakeout,
            List<String> options,
            Duration lease,
            int atOnce) {}

    /** @throws dev.shakeout.model.BadValue there is no way to the cluster */
    public Operator(Settings settings, Machine machine) {
        this.settings = settings;
        this.machine = machine;
        this.cluster = Cluster.of(settings.context(), machine);
        this.namespace = settings.namespace().orElse("");
    }

    /** Where it acts, in words. */
    public String where() {
        return "the cluster of context " + cluster.context() + " (" + cluster.server() + "), "
                + (namespace.isEmpty() ? "all namespaces" : "namespace " + namespace);
    }

    /**
     * Goes on until the thread is interrupted; then everything is taken back, and the next operator leads.
     *
     * @param told what was done
     * @param trouble what could not be done
     */
    public void run(Consumer<String> told, Consumer<String> trouble) throws IOException, InterruptedException {
        String host = machine.environment().getOrDefault("HOSTNAME", "operator");
        String place = namespace.isEmpty() ? cluster.namespace() : namespace;
        while (true) {
            // another name for each term: what an earlier one has left open is nobody's any more
            String identity = host + "_" + UUID.randomUUID();
            var leadership = new Leadership(cluster, machine.clock(), place, identity, settings.lease(), trouble);
            leadership.acquire();
            told.accept("leads as " + identity);
            try {
                serve(workshop(identity, host, leadership, told, trouble), leadership);
            } finally {
                leadership.release();
            }
            told.accept("leads no more");
        }
    }

    private void serve(Workshop workshop, Leadership leadership) throws IOException, InterruptedException {
        var recovery = new ClusterRecovery(settings.context(), settings.namespace(), machine);
        try (var _ = new Term(workshop, recovery, settings.atOnce())) {
            leadership.awaitEnd();
        }
    }

    private Workshop workshop(
            String identity, String host, Leadership leadership, Consumer<String> told, Consumer<String> trouble) {
        return new Workshop(
                cluster,
                machine,
                namespace,
                identity,
                host,
                new Confined(Catalog.installed()),
                settings.shakeout(),
                settings.options(),
                leadership::holds,
                told,
                trouble);
    }
}
