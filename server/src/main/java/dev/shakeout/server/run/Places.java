package dev.shakeout.server.run;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/** So many runs go on here at once; the others wait, in the order in which they came. */
final class Places {
    private final int all;
    private final Deque<Place> queue = new ArrayDeque<>();
    private int free;

    /** @param all at least 1 */
    Places(int all) {
        this.all = all;
        this.free = all;
    }

    int all() {
        return all;
    }

    /** One that may have to be waited for. Whoever asks for it gives it back, once. */
    synchronized Place ask() {
        var place = new Place();
        if (free > 0) {
            free--;
            place.granted.complete(true);
        } else {
            queue.add(place);
        }
        return place;
    }

    private synchronized void passOn() {
        Place next = queue.poll();
        while (next != null) {
            if (next.granted.complete(true)) {
                return;
            }
            next = queue.poll();
        }
        free++;
    }

    private synchronized void leaveQueue(Place place) {
        queue.remove(place);
    }

    /** For one run. */
    final class Place implements AutoCloseable {
        private final CompletableFuture<Boolean> granted = new CompletableFuture<>();

        /** Whether it is there already. */
        boolean isGranted() {
            return granted.getNow(false);
        }

        /** It is not wanted any more, and whoever waits for it goes on; one that was granted is kept. */
        void withdraw() {
            granted.complete(false);
        }

        /** Until it is there, or not wanted any more. */
        void await() {
            granted.join();
        }

        @Override
        public void close() {
            withdraw();
            if (isGranted()) {
                passOn();
            } else {
                leaveQueue(this);
            }
        }
    }
}
