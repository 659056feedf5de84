package dev.shakeout.faults.kubernetes;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Objects of several types that belong together, as the API server tells of them; see {@link Watch}. */
record Sight(Cluster cluster, List<Part> parts) {
    /** @param query labelSelector and fieldSelector */
    record Part(ResourceType type, String namespace, Map<String, String> query) {
        /** One object, which may not be there yet. */
        static Part named(ResourceType type, String namespace, String name) {
            return new Part(type, namespace, Map.of("fieldSelector", "metadata.name=" + name));
        }

        /** What it takes to look at such objects. */
        static List<Right> rights(ResourceType type) {
            return List.of(new Right("list", type), new Right("watch", type));
        }
    }

    /** Between two looks at whether a watch is in trouble, of which nobody tells. */
    private static final long TROUBLE_MILLIS = 200;

    Sight {
        parts = List.copyOf(parts);
    }

    /**
     * Waits until they are as wanted.
     *
     * @return all that are there by then, or when the patience is over
     * @throws IOException they cannot be seen
     */
    List<Resource> await(Predicate<List<Resource>> wanted, Duration patience) throws IOException {
        var seen = new Seen(parts.size());
        var watches = new ArrayList<Watch>();
        try {
            for (int i = 0; i < parts.size(); i++) {
                Part part = parts.get(i);
                int index = i;
                watches.add(Watch.start(
                        cluster, part.type(), part.namespace(), part.query(), change -> seen.told(index, change)));
            }
            return seen.await(wanted, watches, System.nanoTime() + patience.toNanos());
        } finally {
            watches.forEach(Watch::close);
        }
    }

    private static final class Seen {
        /** By their uids; those of a part are not there before it is listed. */
        private final List<Map<String, Resource>> objects = new ArrayList<>();

        private final boolean[] listed;

        Seen(int parts) {
            listed = new boolean[parts];
            for (int i = 0; i < parts; i++) {
                objects.add(new LinkedHashMap<>());
            }
        }

        synchronized void told(int part, Watch.Change change) {
            Map<String, Resource> own = objects.get(part);
            switch (change) {
                case Watch.Change.All(var all) -> {
                    own.clear();
                    all.forEach(each -> own.put(each.uid(), each));
                    listed[part] = true;
                }
                case Watch.Change.Now(Resource now) -> own.put(now.uid(), now);
                case Watch.Change.Gone(Resource gone) -> own.remove(gone.uid());
            }
            notifyAll();
        }

        synchronized List<Resource> await(Predicate<List<Resource>> wanted, List<Watch> watches, long deadline)
                throws IOException {
            while (true) {
                List<Resource> all =
                        objects.stream().flatMap(part -> part.values().stream()).toList();
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (isListed() && (wanted.test(all) || left <= 0)) {
                    return all;
                }
                for (Watch watch : watches) {
                    if (watch.trouble().isPresent()) {
                        throw new IOException(watch.trouble().get());
                    }
                }
                try {
                    wait(Math.clamp(left, 1, TROUBLE_MILLIS));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException("interrupted", e);
                }
            }
        }

        private boolean isListed() {
            for (boolean each : listed) {
                if (!each) {
                    return false;
                }
            }
            return true;
        }
    }
}
