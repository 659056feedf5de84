package dev.shakeout.server.web;

import dev.shakeout.model.Json;
import dev.shakeout.server.run.Bell;
import dev.shakeout.server.store.RunEvent;
import dev.shakeout.server.store.Store;
import dev.shakeout.server.store.StoredRun;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Events of runs, as they are sent. However many look at a run, each page of it is read from the store and written down once: all who have
 * come as far get the same bytes.
 */
final class EventPages {
    /** Pages end where the number of an event is a multiple of this, so that all who follow a run come together again. */
    private static final int AT_ONCE = 500;

    private static final int KEPT = 64;

    private final Store store;
    private final Bell bell;
    private final Map<Place, CompletableFuture<Page>> pages = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, CompletableFuture<Page>> eldest) {
            return size() > KEPT;
        }
    });

    EventPages(Store store, Bell bell) {
        this.store = store;
        this.bell = bell;
    }

    /** @param rung how often the bell had rung by then: there may be more since */
    private record Place(String run, long after, long rung) {}

    /** Some events, written as server-sent events are. */
    static final class Page {
        private final byte[] text;
        private final long last;
        private final boolean ended;

        private Page(byte[] text, long last, boolean ended) {
            this.text = text;
            this.last = last;
            this.ended = ended;
        }

        /** Not to be changed: others get the same. */
        byte[] text() {
            return text;
        }

        /** The number of the last one; that before the page when there is none. */
        long last() {
            return last;
        }

        /** Whether the run had ended before the page was read. */
        boolean ended() {
            return ended;
        }

        boolean isEmpty() {
            return text.length == 0;
        }
    }

    Bell bell() {
        return bell;
    }

    /**
     * What follows an event, as far as it is known.
     *
     * @param rung what the bell said before
     */
    Page after(String run, long after, long rung) {
        var place = new Place(run, after, rung);
        var mine = new CompletableFuture<Page>();
        Optional<CompletableFuture<Page>> others = Optional.ofNullable(pages.putIfAbsent(place, mine));
        Page page = others.isPresent() ? others.get().join() : read(place, mine);
        if (page.isEmpty()) {
            pages.remove(place); // of another server's run there may be more without a bell
        }
        return page;
    }

    private Page read(Place place, CompletableFuture<Page> promised) {
        try {
            Page page = read(place.run(), place.after());
            promised.complete(page);
            return page;
        } catch (RuntimeException e) {
            pages.remove(place);
            promised.completeExceptionally(e);
            throw e;
        }
    }

    private Page read(String run, long after) {
        boolean ended = store.read(work -> work.runs().find(run)).stream()
                .allMatch(found -> found.state() == StoredRun.State.ENDED);
        int limit = AT_ONCE - (int) (after % AT_ONCE);
        List<RunEvent> events = store.read(work -> work.events().after(run, after, limit));
        var text = new StringBuilder();
        for (RunEvent event : events) {
            Json.Obj data = Json.object("at", event.at(), "level", event.level(), "words", event.words());
            text.append("id: ")
                    .append(event.seq())
                    .append("\ndata: ")
                    .append(data.compact())
                    .append("\n\n");
        }
        return new Page(
                text.toString().getBytes(StandardCharsets.UTF_8),
                events.isEmpty() ? after : events.getLast().seq(),
                ended);
    }
}
