package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Threads;
import dev.shakeout.model.Injection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
        var left = new ArrayList<>(takeBack(lease.undos()).values());
        if (left.isEmpty()) {
            var deleted = cluster.send("DELETE", lease.path(), "", "");
            if (!deleted.ok() && deleted.status() != 404) {
                left.add(cluster.refusal("delete " + lease.path(), deleted));
            }
        }
        return left;
    }

    /**
     * Takes back what injections have changed.
     *
     * @return those of which nothing is left
     */
    List<Injection> restore(List<Injection> injections) throws InterruptedException {
        var undos = new LinkedHashMap<Injection, List<Undo>>();
        injections.forEach(injection -> undos.put(injection, undos(injection)));
        var left = takeBack(undos.values().stream().flatMap(List::stream).toList());
        var gone = new ArrayList<Injection>();
        undos.forEach((injection, own) -> {
            boolean all = own.size() == injection.steps().size();
            if (all && own.stream().noneMatch(undo -> left.containsKey(undo.path()))) {
                gone.add(injection);
            }
        });
        return gone;
    }

    private static List<Undo> undos(Injection injection) {
        return injection.steps().stream()
                .flatMap(step -> step.undo().flatMap(ApiCall::undo).stream())
                .map(Undo::read)
                .toList();
    }

    /**
     * Objects side by side; what one object went through in the opposite order.
     *
     * @return why objects could not be set back, by their paths
     */
    private Map<String, String> takeBack(List<Undo> undos) throws InterruptedException {
        Map<String, List<Undo>> objects = undos.reversed().stream()
                .collect(Collectors.groupingBy(Undo::path, LinkedHashMap::new, Collectors.toList()));
        var left = new LinkedHashMap<String, String>();
        try (var workers = Executors.newFixedThreadPool(AT_ONCE, Threads.named("restore"))) {
            var all = new LinkedHashMap<String, Future<Optional<String>>>();
            objects.forEach((path, object) -> all.put(path, workers.submit(() -> takeBackInTurn(object))));
            for (Map.Entry<String, Future<Optional<String>>> one : all.entrySet()) {
                one.getValue().get().ifPresent(why -> left.put(one.getKey(), why));
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // no other exception is expected of an undo
        }
        return left;
    }

    private Optional<String> takeBackInTurn(List<Undo> undos) {
        try {
            for (Undo undo : undos) {
                undo.takeBack(cluster);
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
