package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Threads;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/** Takes back, in place of a run that is gone, what its Lease says that it has changed. */
final class Restorer {
    /** Requests under way at once; an API server serves some hundred. */
    private static final int AT_ONCE = 32;

    private final Cluster cluster;

    Restorer(Cluster cluster) {
        this.cluster = cluster;
    }

    /** The leases of runs that are there. */
    List<RunLease> leases(String namespace) throws IOException {
        var leases = new ArrayList<RunLease>();
        cluster.list(
                ResourceType.LEASE,
                namespace,
                Map.of("labelSelector", Custody.LABEL + "=" + Custody.US),
                each -> leases.add(new RunLease(each)));
        return leases;
    }

    /**
     * Takes back what a lease says, and deletes it when nothing is left.
     *
     * @return what could not be taken back, in words
     */
    List<String> restore(RunLease lease) throws IOException, InterruptedException {
        List<String> left = takeBack(lease.undos());
        if (left.isEmpty()) {
            var deleted = cluster.send("DELETE", lease.path(), "", "");
            if (!deleted.ok() && deleted.status() != 404) {
                left.add(cluster.refusal("delete " + lease.path(), deleted));
            }
        }
        return left;
    }

    /** Objects side by side; what one object went through in the opposite order. */
    private List<String> takeBack(List<Undo> undos) throws InterruptedException {
        Collection<List<Undo>> objects = undos.reversed().stream()
                .collect(Collectors.groupingBy(Undo::path, LinkedHashMap::new, Collectors.toList()))
                .values();
        var turns = new Semaphore(AT_ONCE);
        var left = new ArrayList<String>();
        try (var workers = Threads.forEach("restore")) {
            List<Future<Optional<String>>> all = objects.stream()
                    .map(object -> workers.submit(() -> {
                        turns.acquire();
                        try {
                            for (Undo undo : object) {
                                undo.takeBack(cluster);
                            }
                            return Optional.<String>empty();
                        } catch (IOException e) {
                            return Optional.of(String.valueOf(e.getMessage()));
                        } finally {
                            turns.release();
                        }
                    }))
                    .toList();
            for (Future<Optional<String>> one : all) {
                one.get().ifPresent(left::add);
            }
        } catch (ExecutionException e) {
            left.add(String.valueOf(e.getCause()));
        }
        return left;
    }
}
