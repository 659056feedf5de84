package dev.shakeout.operator;

import dev.shakeout.engine.Threads;
import dev.shakeout.faults.kubernetes.Cluster;
import dev.shakeout.faults.kubernetes.LeaseSpec;
import dev.shakeout.faults.kubernetes.Resource;
import dev.shakeout.faults.kubernetes.ResourceType;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The one of several operators that acts, by a Lease (coordination.k8s.io/v1). Another one takes over when it has seen the
 * lease unchanged for as long as that lasts; what time is written in it counts for nothing, as clocks differ. The one that
 * leads stops of its own accord a third of the lease before anybody could think so.
 */
final class Leadership {
    private static final String NAME = "shakeout-operator";
    private static final Duration MOST_BETWEEN_LOOKS = Duration.ofMillis(500);

    private final Cluster cluster;
    private final Clock clock;
    private final String namespace;
    private final String identity;
    private final Duration length;
    private final Consumer<String> trouble;

    private volatile CountDownLatch over = new CountDownLatch(0);
    /** By the clock of this process, when the last renewal that succeeded was sent. */
    private volatile long renewed;
    /** Of the lease as it was last seen. */
    private volatile String version = "";

    Leadership(
            Cluster cluster,
            Clock clock,
            String namespace,
            String identity,
            Duration length,
            Consumer<String> trouble) {
        this.cluster = cluster;
        this.clock = clock;
        this.namespace = namespace;
        this.identity = identity;
        this.length = length;
        this.trouble = trouble;
    }

    /** Returns when this operator leads; from then on the lease is renewed. */
    void acquire() throws InterruptedException {
        String seen = "";
        String told = "";
        long since = System.nanoTime();
        while (true) {
            try {
                Optional<Resource> lease = cluster.find(ResourceType.LEASE, path());
                String now = lease.map(Leadership::version).orElse("");
                if (!now.equals(seen)) {
                    seen = now;
                    since = System.nanoTime();
                }
                if (isFree(lease, System.nanoTime() - since) && take(lease)) {
                    return;
                }
                told = "";
            } catch (IOException e) {
                String words = String.valueOf(e.getMessage());
                if (!words.equals(told)) { // once, and not at every look
                    trouble.accept(words);
                }
                told = words;
            }
            Thread.sleep(Math.min(MOST_BETWEEN_LOOKS.toMillis(), length.toMillis() / 6));
        }
    }

    private boolean isFree(Optional<Resource> lease, long unchangedFor) {
        if (lease.isEmpty()) {
            return true;
        }
        String holder = lease.get().text("spec", "holderIdentity");
        long seconds = lease.get().number(length.toSeconds(), "spec", "leaseDurationSeconds");
        return holder.isEmpty() || holder.equals(identity) || unchangedFor > TimeUnit.SECONDS.toNanos(seconds);
    }

    private boolean take(Optional<Resource> lease) throws IOException {
        long begun = System.nanoTime();
        long terms = lease.map(each -> each.number(0, "spec", "leaseTransitions") + 1)
                .orElse(0L);
        var spec = LeaseSpec.taken(identity, length, clock.instant()).with("leaseTransitions", Json.of(terms));
        version = lease.map(Leadership::version).orElse("");
        if (!(lease.isEmpty() ? create(spec) : change(spec))) {
            return false;
        }
        renewed = begun;
        var term = new CountDownLatch(1);
        over = term;
        Threads.start("leadership", () -> renew(term));
        return true;
    }

    private boolean create(Json.Obj spec) throws IOException {
        String collection = ResourceType.LEASE.path(namespace);
        var lease = Json.object("metadata", Json.object("name", NAME), "spec", spec);
        var answer = cluster.send("POST", collection, "", lease.compact());
        if (answer.status() == 404) {
            throw new IOException("the lease of operators cannot be kept: " + answer.words());
        }
        return isTaken("create the lease " + path(), answer);
    }

    /** Only if nobody else has changed it. */
    private boolean change(Json.Obj spec) throws IOException {
        var change = Json.object("metadata", Json.object("resourceVersion", version), "spec", spec);
        return isTaken("change the lease " + path(), cluster.send("PATCH", path(), Cluster.MERGE, change.compact()));
    }

    private boolean isTaken(String what, Cluster.Answer answer) throws IOException {
        if (answer.status() == 409 || answer.status() == 404) {
            return false;
        }
        if (!answer.ok()) {
            throw new IOException(cluster.refusal(what, answer));
        }
        version = Resource.text(cluster.object(path(), answer), "metadata", "resourceVersion");
        return true;
    }

    private void renew(CountDownLatch term) {
        long pause = length.toMillis() / 3;
        try {
            while (!term.await(pause, TimeUnit.MILLISECONDS)) {
                long begun = System.nanoTime();
                try {
                    if (!change(LeaseSpec.renewed(clock.instant()))) {
                        trouble.accept("another operator has taken the lease " + path());
                        term.countDown();
                        return;
                    }
                    renewed = begun;
                    pause = length.toMillis() / 3;
                } catch (IOException e) {
                    trouble.accept("the lease " + path() + " could not be renewed: " + e.getMessage());
                    pause = length.toMillis() / 12;
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether nobody else may lead. */
    boolean holds() {
        return over.getCount() > 0 && System.nanoTime() - renewed < length.toNanos() / 3 * 2;
    }

    /** Returns when this operator does not lead any more. */
    void awaitEnd() throws InterruptedException {
        while (holds()) {
            var _ = over.await(Math.min(100, length.toMillis() / 12), TimeUnit.MILLISECONDS);
        }
        over.countDown();
    }

    /** Leaves it to the next at once. */
    void release() {
        boolean held = holds();
        over.countDown();
        if (!held) {
            return;
        }
        try {
            change(Json.object("holderIdentity", ""));
        } catch (IOException e) {
            trouble.accept("the lease " + path() + " could not be released, and lapses by itself: " + e.getMessage());
        }
    }

    private static String version(Resource lease) {
        return lease.text("metadata", "resourceVersion");
    }

    private String path() {
        return ResourceType.LEASE.path(namespace, NAME);
    }
}
