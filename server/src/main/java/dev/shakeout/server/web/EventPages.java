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

    /**
     * Some events.
     *
     * @param text as server-sent events are written
     * @param last number of the last one; that before the page when there is none
     * @param ended whether the run had ended before it was read
     */
    record Page(byte[] text, long last, boolean ended) {
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
        CompletableFuture<Page> page = pages.computeIfAbsent(place, _ -> mine);
        if (page == mine) {
            try {
                mine.complete(read(run, after));
            } catch (RuntimeException e) {
                pages.remove(place, mine);
                mine.completeExceptionally(e);
                throw e;
            }
        }
        Page found = page.join();
        if (found.isEmpty()) {
            pages.remove(place, page); // of another server's run there may be more without a bell
        }
        return found;
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
