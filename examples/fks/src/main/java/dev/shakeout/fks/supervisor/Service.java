package dev.shakeout.fks.supervisor;

import dev.shakeout.fks.http.Caller;
import dev.shakeout.fks.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One service: as many replicas as are wanted. */
final class Service {
    private static final Duration DRAIN = Duration.ofMillis(500);

    private final ServiceSpec spec;
    private final Launcher launcher;
    private final Ports ports;
    private final Caller caller;
    private final List<Replica> replicas = new ArrayList<>();
    private int base;
    private boolean closed;

    Service(ServiceSpec spec, Launcher launcher, Ports ports, Caller caller) {
        this.spec = spec;
        this.launcher = launcher;
        this.ports = ports;
        this.caller = caller;
        this.base = spec.base();
    }

    String name() {
        return spec.name();
    }

    int max() {
        return Math.max(spec.max(), spec.base());
    }

    /** Replicas without load, as asked for by a person. */
    synchronized int base() {
        return base;
    }

    /** Replicas that there should be now. */
    synchronized int wanted() {
        return replicas.size();
    }

    synchronized double requestsPerSecond() {
        return replicas.stream().mapToDouble(Replica::requestsPerSecond).sum();
    }

    synchronized String url() {
        return replicas.isEmpty() ? "" : replicas.getFirst().url();
    }

    /** Sets how many there are without load. */
    synchronized void rebase(int count) {
        base = count;
        resize(count);
    }

    synchronized void resize(int count) {
        if (closed) {
            return;
        }
        while (replicas.size() < count) {
            int port = replicas.isEmpty() ? spec.port().orElseGet(ports::free) : ports.free();
            Replica replica = new Replica(spec, launcher, ports, caller, port);
            replicas.add(replica);
            replica.start();
        }
        while (replicas.size() > count) {
            retire(replicas.removeLast());
        }
    }

    /** Whether all are well. One that load has called for is held against it only once it has been there. */
    synchronized boolean healthy() {
        for (int i = 0; i < replicas.size(); i++) {
            Replica replica = replicas.get(i);
            boolean joining = i >= base && !replica.everHealthy();
            if (!replica.healthy() && !joining) {
                return false;
            }
        }
        return true;
    }

    synchronized Map<String, Object> fields() {
        return Json.object(
                "name",
                name(),
                "wanted",
                wanted(),
                "healthy",
                healthyCount(),
                "replicas",
                replicas.stream().map(Replica::fields).toList());
    }

    synchronized Map<String, Object> summary() {
        return Json.object("wanted", wanted(), "healthy", healthyCount());
    }

    /** Starts none any more; the replicas are the caller's to stop. */
    synchronized List<Replica> close() {
        closed = true;
        return List.copyOf(replicas);
    }

    private long healthyCount() {
        return replicas.stream().filter(Replica::healthy).count();
    }

    /** Off the list first, and stopped when callers have had the time to notice. */
    private static void retire(Replica replica) {
        Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(DRAIN);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            replica.stop();
            replica.awaitEnd();
        });
    }
}
