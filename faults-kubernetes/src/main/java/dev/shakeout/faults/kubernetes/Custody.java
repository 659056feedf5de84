package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Custodian;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Witness;
import dev.shakeout.model.Injection;
import dev.shakeout.model.Json;
import dev.shakeout.model.Step;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Keeps a Lease in each namespace that a run changes something in, with the paths of what it changes. It is renewed as long as
 * the run lives; once it lapses, a controller in the cluster, or any later {@code shakeout recover}, takes everything back.
 */
public final class Custody implements Custodian {
    /** The label by which these leases are found. */
    static final String LABEL = "app.kubernetes.io/managed-by";

    static final String US = "shakeout";

    /** The annotation with the paths of what the run may have changed, one on each line. */
    static final String OBJECTS = "shakeout.dev/objects";

    private static final DateTimeFormatter MICRO_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final int RENEWALS_PER_LEASE = 4;
    /** An object's annotations together may be 256 KiB long. */
    private static final int LONGEST = 250_000;

    @Override
    public String name() {
        return "kubernetes";
    }

    /** The path of the lease that a change of this object stands under; the same for all that this command does there. */
    static String lease(Cluster cluster, Resource object) {
        String namespace = object.namespace().isEmpty() ? cluster.namespace() : object.namespace();
        return ResourceType.LEASE.path(namespace, cluster.owner());
    }

    static String time(Instant instant) {
        return MICRO_TIME.format(instant);
    }

    @Override
    public Held hold(Witness.Scope scope, Duration lease, Consumer<String> lost, Machine machine) throws IOException {
        List<Lease> leases = leases(scope, lease, machine);
        if (leases.isEmpty()) {
            return Held.NOTHING;
        }
        var kept = new Kept(leases, lease, lost);
        kept.begin();
        return kept;
    }

    private static List<Lease> leases(Witness.Scope scope, Duration lease, Machine machine) throws IOException {
        var paths = new LinkedHashMap<String, Set<String>>();
        var clusters = new LinkedHashMap<String, Cluster>();
        for (Injection injection : scope.injections()) {
            if (ResourceFinder.finds(injection.target())) {
                Cluster cluster = ResourceFinder.cluster(injection.target(), machine);
                cluster.access().write();
                for (Step step : injection.steps()) {
                    step.undo().flatMap(ApiCall::lasting).ifPresent(undo -> {
                        paths.computeIfAbsent(undo.lease(), _ -> new LinkedHashSet<>())
                                .add(undo.path());
                        clusters.put(undo.lease(), cluster);
                    });
                }
            }
        }
        var leases = new ArrayList<Lease>();
        for (Map.Entry<String, Set<String>> each : paths.entrySet()) {
            leases.add(new Lease(
                    Optional.ofNullable(clusters.get(each.getKey())).orElseThrow(),
                    each.getKey(),
                    String.join("\n", each.getValue()),
                    lease,
                    machine.clock()));
        }
        return leases;
    }

    /** One Lease (coordination.k8s.io/v1). */
    private record Lease(Cluster cluster, String path, String objects, Duration length, Clock clock) {
        void create() throws IOException {
            if (objects.length() > LONGEST) {
                throw new IOException("a run may change no more objects of one namespace than their paths fit into "
                        + LONGEST + " characters; these need " + objects.length());
            }
            String now = time(clock.instant());
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
                            Json.object(OBJECTS, objects)),
                    "spec",
                    Json.object(
                            "holderIdentity",
                            US,
                            "leaseDurationSeconds",
                            Math.max(1, length.toSeconds()),
                            "acquireTime",
                            now,
                            "renewTime",
                            now));
            String all = path.substring(0, path.lastIndexOf('/'));
            var answer = cluster.send("POST", all, "application/json", body.compact());
            if (!answer.ok()) {
                throw new IOException(cluster.refusal("create " + path, answer));
            }
        }

        void renew() throws IOException {
            var spec = Json.object("renewTime", time(clock.instant()));
            var answer = cluster.send(
                    "PATCH", path, Undo.MERGE, Json.object("spec", spec).compact());
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
        private final CountDownLatch over = new CountDownLatch(1);

        Kept(List<Lease> leases, Duration length, Consumer<String> lost) {
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
            long renewed = System.nanoTime();
            try {
                while (!over.await(every, TimeUnit.MILLISECONDS)) {
                    try {
                        for (Lease lease : leases) {
                            lease.renew();
                        }
                        renewed = System.nanoTime();
                    } catch (IOException e) {
                        if (System.nanoTime() - renewed > length.toNanos() - TimeUnit.MILLISECONDS.toNanos(every)) {
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
