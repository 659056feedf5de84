package dev.shakeout.faults.kubernetes;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Spans of time in which fewer replicas were ready than must be, as a watch tells of them. */
final class Shortages {
    private static final Duration LOOK = Duration.ofMillis(100);

    /**
     * One of them.
     *
     * @param to empty while it lasts
     * @param least how few were ready
     */
    record Shortage(Instant from, Optional<Instant> to, long least) {
        Duration length(Instant now) {
            return Duration.between(from, to.orElse(now));
        }
    }

    private final Predicate<Resource> meant;
    private final InstantSource clock;
    private final Map<String, Workload> workloads = new HashMap<>();
    private final List<Shortage> over = new ArrayList<>();
    private Optional<Shortage> present = Optional.empty();
    private Optional<Long> wanted;
    private boolean listed;
    private boolean known;

    /**
     * Nothing is known yet.
     *
     * @param wanted how many must be ready; empty for as many as are wanted when first is told of any
     * @param meant which of those that are told of count
     */
    Shortages(Optional<Long> wanted, Predicate<Resource> meant, InstantSource clock) {
        this.wanted = wanted;
        this.meant = meant;
        this.clock = clock;
    }

    synchronized void told(Watch.Change change) {
        switch (change) {
            case Watch.Change.All(List<Resource> objects) -> {
                listed = true;
                workloads.clear();
                objects.forEach(this::put);
            }
            case Watch.Change.Now(Resource object) -> put(object);
            case Watch.Change.Gone(Resource object) -> workloads.remove(object.uid());
        }
        known |= !workloads.isEmpty();
        if (wanted.isEmpty() && known) {
            wanted = Optional.of(
                    workloads.values().stream().mapToLong(Workload::desired).sum());
        }
        if (known) {
            wanted.ifPresent(this::look);
        }
        notifyAll();
    }

    private void put(Resource object) {
        if (meant.test(object)) {
            workloads.put(object.uid(), new Workload(object));
        } else {
            workloads.remove(object.uid());
        }
    }

    private void look(long least) {
        Instant now = clock.instant();
        long ready = workloads.values().stream().mapToLong(Workload::ready).sum();
        if (ready < least) {
            Shortage known = present.orElse(new Shortage(now, Optional.empty(), ready));
            present = Optional.of(new Shortage(known.from(), Optional.empty(), Math.min(known.least(), ready)));
        } else if (present.isPresent()) {
            over.add(new Shortage(
                    present.get().from(), Optional.of(now), present.get().least()));
            present = Optional.empty();
        }
    }

    /** Whether the server has told of anything yet. */
    synchronized boolean listed() {
        return listed;
    }

    /** Whether anything that matches was there. */
    synchronized boolean known() {
        return known;
    }

    /** All so far, the first one first. */
    synchronized List<Shortage> all() {
        return Stream.concat(over.stream(), present.stream()).toList();
    }

    /** Waits until the server has told of anything, but not longer than this. */
    void awaitList(Duration most, BooleanSupplier givenUp) throws InterruptedException {
        await(most, () -> listed() || givenUp.getAsBoolean());
    }

    /** Waits until there is none, but not longer than this. */
    void awaitEnd(Duration most) throws InterruptedException {
        await(most, () -> present.isEmpty());
    }

    private synchronized void await(Duration most, BooleanSupplier until) throws InterruptedException {
        long deadline = System.nanoTime() + most.toNanos();
        while (!until.getAsBoolean() && deadline - System.nanoTime() > 0) {
            wait(LOOK.toMillis());
        }
    }
}
