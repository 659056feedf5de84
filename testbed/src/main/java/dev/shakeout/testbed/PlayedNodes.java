package dev.shakeout.testbed;

import dev.shakeout.model.Json;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Stands in for the kubelets of some nodes. It tells the API server what they would: that the nodes live, that the pods
 * bound to them run (see {@link PlayedPod}), and that those deleted are gone. No container runs, so there is nothing to
 * exec into, no log, no network and no metrics.
 *
 * <p>A deleted pod is gone at once, as one that heeds SIGTERM; one with the annotation {@value PlayedPod#STUBBORN} when its
 * grace period is over.
 */
public final class PlayedNodes implements AutoCloseable {
    private static final String LEASES = "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases";
    private static final Duration HEARTBEAT = Duration.ofSeconds(10); // a kubelet's own
    private static final Duration BEFORE_ASKING_AGAIN = Duration.ofMillis(100);
    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final int TOO_MANY = 429; // this status and those above it say that another time it may go well
    private static final String ZONES = "abc";

    private final KubernetesApi api;
    private final List<String> names;
    private final AtomicInteger addresses = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore atOnce = new Semaphore(8); // requests, so that many pods overrun nobody

    private PlayedNodes(KubernetesApi api, List<String> names) {
        this.api = api;
        this.names = names;
    }

    /** Named node-1, node-2 and so on. */
    static List<String> named(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> "node-" + i).toList();
    }

    /** Registers nodes of these names, of 64 processors, 256 GiB and 1000 pods, in zones a, b and c. */
    static PlayedNodes start(KubernetesApi api, List<String> names) throws IOException {
        var nodes = new PlayedNodes(api, List.copyOf(names));
        for (String name : nodes.names) {
            api.create("/api/v1/nodes", nodes.node(name));
            api.create(LEASES, lease(name));
        }
        nodes.threads.execute(nodes::live);
        nodes.threads.execute(nodes::watch);
        return nodes;
    }

    public List<String> names() {
        return names;
    }

    private Json.Obj node(String name) {
        int number = names.indexOf(name);
        Json room = Json.object("cpu", "64", "memory", "256Gi", "pods", "1000", "ephemeral-storage", "1Ti");
        Json labels = Json.object(
                "kubernetes.io/hostname",
                name,
                "kubernetes.io/os",
                "linux",
                "topology.kubernetes.io/zone",
                "zone-" + ZONES.charAt(number % ZONES.length()));
        Json status = Json.object(
                "capacity",
                room,
                "allocatable",
                room,
                "addresses",
                Json.of(List.of(Json.object("type", "InternalIP", "address", address(name)))),
                "conditions",
                ready());
        return Json.object("metadata", Json.object("name", name, "labels", labels), "status", status);
    }

    private static Json ready() {
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        return Json.of(List.of(Json.object(
                "type", "Ready",
                "status", "True",
                "reason", "KubeletReady",
                "message", "played",
                "lastHeartbeatTime", now,
                "lastTransitionTime", now)));
    }

    private String address(String node) {
        int number = names.indexOf(node) + 1;
        return "10.77." + number / 256 + "." + number % 256;
    }

    private static Json.Obj lease(String node) {
        return Json.object(
                "metadata",
                Json.object("name", node),
                "spec",
                Json.object(
                        "holderIdentity",
                        node,
                        "leaseDurationSeconds",
                        40,
                        "renewTime",
                        MICROSECONDS.format(Instant.now())));
    }

    private void live() {
        while (sleeps(HEARTBEAT)) {
            for (String node : names) {
                request("PATCH", LEASES + "/" + node, lease(node));
                request(
                        "PATCH",
                        "/api/v1/nodes/" + node + "/status",
                        Json.object("status", Json.object("conditions", ready())));
            }
        }
    }

    private void watch() {
        do {
            try {
                api.follow("/api/v1/pods", pod -> threads.execute(() -> play(pod)));
            } catch (IOException | IllegalStateException | RejectedExecutionException _) {
                // the server is down or still starting, or these nodes are closed
            }
        } while (sleeps(BEFORE_ASKING_AGAIN));
    }

    /** Whether there is anything left to do after this time. */
    private boolean sleeps(Duration time) {
        try {
            Thread.sleep(time);
            return !threads.isShutdown();
        } catch (InterruptedException _) {
            return false; // closed
        }
    }

    /**
     * Until it is answered. A pod that somebody else changed meanwhile (409) is looked at again for that change, and one
     * that is gone (404) needs nothing.
     */
    private void request(String method, String path, Json.Obj body) {
        do {
            atOnce.acquireUninterruptibly();
            try {
                if (api.ask(method, path, body).status() < TOO_MANY) {
                    return;
                }
            } catch (IOException _) {
                // the server is down
            } finally {
                atOnce.release();
            }
        } while (sleeps(BEFORE_ASKING_AGAIN));
    }

    private void play(KubernetesObject pod) {
        if (names.contains(pod.text("spec", "nodeName"))) {
            String path = "/api/v1/namespaces/" + pod.namespace() + "/pods/" + pod.name();
            if (pod.field("metadata", "deletionTimestamp").isPresent()) {
                end(pod, path);
            } else {
                tell(pod, path);
            }
        }
    }

    private void tell(KubernetesObject pod, String path) {
        String known = pod.text("status", "podIP");
        String host = address(pod.text("spec", "nodeName"));
        Json version = Json.object("resourceVersion", pod.text("metadata", "resourceVersion"));
        new PlayedPod(pod)
                .change(Instant.now(), host, known.isEmpty() ? nextAddress() : known)
                .ifPresent(status ->
                        request("PATCH", path + "/status", Json.object("metadata", version, "status", status)));
    }

    private String nextAddress() {
        int number = addresses.incrementAndGet();
        return "10.78." + number / 256 % 256 + "." + number % 256;
    }

    private void end(KubernetesObject pod, String path) {
        Instant over = Instant.parse(pod.text("metadata", "deletionTimestamp"));
        Duration left = Duration.between(Instant.now(), over);
        boolean stubborn =
                pod.field("metadata", "annotations", PlayedPod.STUBBORN).isPresent();
        if (!stubborn || !left.isPositive() || sleeps(left)) {
            Json same = Json.object("uid", pod.text("metadata", "uid"));
            request("DELETE", path, Json.object("gracePeriodSeconds", 0, "preconditions", same));
        }
    }

    /** Nothing more is told of any node. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
