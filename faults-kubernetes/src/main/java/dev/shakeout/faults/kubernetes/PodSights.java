package dev.shakeout.faults.kubernetes;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All pods of a namespace as a finder has just listed them, for whoever then counts replicas: it sees the same moment, and the
 * server tells of thousands of pods once. It is kept for a few seconds.
 */
final class PodSights {
    private static final Duration FRESH = Duration.ofSeconds(10);

    private final Map<String, Sight> sights = new HashMap<>();

    /** What is kept of a pod that is neither completed nor ending. */
    record Seen(String uid, String name, Optional<Resource.Owner> workload, boolean ready) {
        static Seen of(Resource pod) {
            return new Seen(pod.uid(), pod.name(), PodFinder.workload(pod), pod.isReady());
        }
    }

    private record Sight(long at, List<Seen> pods) {}

    synchronized void keep(String namespace, List<Seen> pods) {
        sights.put(namespace, new Sight(System.nanoTime(), List.copyOf(pods)));
    }

    /** Empty when nobody has just looked. */
    synchronized Optional<List<Seen>> fresh(String namespace) {
        return Optional.ofNullable(sights.get(namespace))
                .filter(sight -> System.nanoTime() - sight.at() < FRESH.toNanos())
                .map(Sight::pods);
    }

    /** Somebody has looked at others, so what is kept is of another moment. */
    synchronized void forget() {
        sights.clear();
    }
}
