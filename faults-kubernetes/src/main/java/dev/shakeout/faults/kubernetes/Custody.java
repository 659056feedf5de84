package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Custodian;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Threads;
import dev.shakeout.engine.Witness;
import dev.shakeout.model.Injection;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Json;
import dev.shakeout.model.Step;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps a Lease in each namespace that a run changes something in, in which stands how that is taken back. It is there before
 * the first change, and renewed as long as the run lives; once it lapses, a controller in the cluster, or any later {@code
 * shakeout recover}, takes everything back.
 */
public final class Custody implements Custodian {
    /** The label by which these leases are found. */
    static final String LABEL = "app.kubernetes.io/managed-by";

    static final String US = "shakeout";

    /** Annotations that begin so each say how one change is taken back. */
    static final String UNDO = "undo.shakeout.dev/";

    private static final int RENEWALS_PER_LEASE = 4;
    private static final long LEAST = TimeUnit.MILLISECONDS.toNanos(100);
    /** An object's annotations together may be 256 KiB long, in UTF-8, with their names. */
    private static final int LONGEST = 100_000;

    private static final Duration A_MOMENT = Duration.ofSeconds(3);
    /** A shell deletes the lease; without credentials nothing was ever made. */
    private static final String FAREWELL = """
            [ -r "$access" ] || exit 0
            for wait in 0.5 2 -; do
              ask DELETE "$path" application/json ''
              case $status in
              000 | 429 | 5??) [ $wait = - ] || sleep $wait ;;
              *) break ;;
              esac
            done
            """;

    @Override
    public String name() {
        return "kubernetes";
    }

    @Override
    public Care care(Witness.Scope scope, Duration lease, Machine machine) {
        return new Run(clusters(scope, machine), leases(scope, lease, machine), lease, machine);
    }

    /** What one run changes in clusters. */
    private record Run(Set<Cluster> clusters, List<Lease> leases, Duration length, Machine machine) implements Care {
        /** The leases first, as it takes the credentials to delete them. */
        @Override
        public List<Inverse> farewell() {
            return Stream.concat(
                            leases.stream().map(Lease::farewell),
                            clusters.stream().map(cluster -> cluster.access().removal()))
                    .toList();
        }

        @Override
        public Held hold(Consumer<String> lost) throws IOException {
            for (Cluster cluster : clusters) {
                cluster.access().write();
            }
            if (leases.isEmpty()) {
                return Held.NOTHING;
            }
            var kept = new Kept(leases, length, lost, machine);
            kept.begin();
            return kept;
        }
    }

    private static Set<Cluster> clusters(Witness.Scope scope, Machine machine) {
        return scope.injections().stream()
                .map(Injection::target)
                .filter(ResourceFinder::finds)
                .map(target -> ResourceFinder.cluster(target, machine))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static List<Lease> leases(Witness.Scope scope, Duration length, Machine machine) {
        var leases = new LinkedHashMap<Place, List<Lease>>();
        for (Injection injection : scope.injections()) {
            if (!ResourceFinder.finds(injection.target())) {
                continue;
            }
            Cluster cluster = ResourceFinder.cluster(injection.target(), machine);
            var place = new Place(
                    cluster, ResourceFinder.namespace(injection.target()).orElseGet(cluster::namespace));
            for (Step step : injection.steps()) {
                step.undo().flatMap(ApiCall::undo).ifPresent(undo -> {
                    var there = leases.computeIfAbsent(place, _ -> new ArrayList<>());
                    if (there.isEmpty() || there.getLast().isFull(undo)) {
                        String name = cluster.owner() + (there.isEmpty() ? "" : "-" + (there.size() + 1));
                        String path = ResourceType.LEASE.path(place.namespace(), name);
                        there.add(new Lease(cluster, path, new ArrayList<>(), length, machine.clock()));
                    }
                    there.getLast().undos().add(undo);
                });
            }
        }
        return leases.values().stream().flatMap(List::stream).toList();
    }

    private record Place(Cluster cluster, String namespace) {}

    /** One Lease (coordination.k8s.io/v1). */
    private record Lease(Cluster cluster, String path, List<String> undos, Duration length, Clock clock) {
        boolean isFull(String more) {
            return undos.stream().mapToInt(String::length).sum() + more.length() > LONGEST;
        }

        Inverse farewell() {
            return ApiCall.inverse(cluster, path, Json.Obj.EMPTY, FAREWELL, List.of());
        }

        private Json notes() {
            var notes = new LinkedHashMap<String, Json>();
            undos.forEach(undo -> notes.put(UNDO + (notes.size() + 1), Json.of(undo)));
            return new Json.Obj(notes);
        }

        void create() throws IOException {
            var body = Json.object(
                    "apiVersion",
                    ResourceType.LEASE.apiVersion(),
                    "kind",
                    ResourceType.LEASE.kind(),
                    "metadata",
                    Json.object(
                            "name",
                            path.substring(path.lastIndexOf('/') + 1),
                            "labels",
                            Json.object(LABEL, US),
                            "annotations",
                            notes()),
                    "spec",
                    LeaseSpec.taken(US, length, clock.instant()));
            String all = path.substring(0, path.lastIndexOf('/'));
            var answer = cluster.send("POST", all, "application/json", body.compact());
            if (!answer.ok()) {
                throw new IOException(cluster.refusal("create " + path, answer));
            }
        }

        /** @param patience after which others may think that nobody lives here */
        void renew(Duration patience) throws IOException {
            var spec = LeaseSpec.renewed(clock.instant());
            var answer = cluster.send(
                    "PATCH", path, Cluster.MERGE, Json.object("spec", spec).compact(), patience);
            if (!answer.ok()) {
                throw new IOException(cluster.refusal("renew " + path, answer));
            }
            cluster.access().write(); // with the token as it is now
        }

        void delete() throws IOException {
            var answer = cluster.send("DELETE", path, "", "");
            if (!answer.ok() && answer.status() != 404) {
                throw new IOException(cluster.refusal("delete " + path, answer));
            }
        }
    }

    private static final class Kept implements Held {
        private final List<Lease> leases;
        private final Duration length;
        private final Consumer<String> lost;
        private final Machine machine;
        private final CountDownLatch over = new CountDownLatch(1);

        Kept(List<Lease> leases, Duration length, Consumer<String> lost, Machine machine) {
            this.machine = machine;
            this.leases = leases;
            this.length = length;
            this.lost = lost;
        }

        void begin() throws IOException {
            try {
                for (Lease lease : leases) {
                    lease.create();
                }
            } catch (IOException e) {
                deleteAll();
                throw e;
            }
            Thread.ofPlatform().daemon().name("cluster lease").start(this::renew);
        }

        private void renew() {
            long every = Math.max(250, length.toMillis() / RENEWALS_PER_LEASE);
            // Nobody waits for an answer until others may think that this run is gone.
            long limit = length.toNanos() - TimeUnit.MILLISECONDS.toNanos(every);
            long renewed = System.nanoTime();
            try {
                while (!over.await(every, TimeUnit.MILLISECONDS)) {
                    try {
                        for (Lease lease : leases) {
                            lease.renew(Duration.ofNanos(Math.max(LEAST, renewed + limit - System.nanoTime())));
                        }
                        renewed = System.nanoTime();
                    } catch (IOException e) {
                        if (System.nanoTime() - renewed >= limit - LEAST) {
                            lost.accept("its lease in the cluster could not be renewed, so it may be taken back there: "
                                    + e.getMessage());
                            return;
                        }
                    }
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        /** Within {@link #A_MOMENT}: a server that does not answer must not keep other inverses waiting. */
        @Override
        public List<Injection> takeBack(List<Injection> injections) {
            var ofClusters = injections.stream()
                    .filter(injection -> ResourceFinder.finds(injection.target()))
                    .collect(Collectors.groupingBy(
                            injection -> ResourceFinder.cluster(injection.target(), machine),
                            LinkedHashMap::new,
                            Collectors.toList()));
            var gone = new ArrayList<Injection>();
            ofClusters.forEach((cluster, own) -> {
                var work = new FutureTask<>(() -> new Restorer(cluster).restore(own));
                Thread working = Threads.start("take back", work);
                try {
                    gone.addAll(work.get(A_MOMENT.toMillis(), TimeUnit.MILLISECONDS));
                } catch (TimeoutException | ExecutionException _) {
                    working.interrupt(); // their inverses will tell
                } catch (InterruptedException _) {
                    working.interrupt();
                    Thread.currentThread().interrupt();
                }
            });
            return gone;
        }

        @Override
        public void end(boolean clean) throws IOException {
            over.countDown();
            if (clean) {
                deleteAll();
            }
        }

        private void deleteAll() throws IOException {
            for (Lease lease : leases) {
                lease.delete();
            }
        }
    }
}
