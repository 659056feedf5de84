package dev.shakeout.server.web;

import dev.shakeout.model.Json;
import dev.shakeout.server.run.Bell;
import dev.shakeout.server.store.RunEvent;
import dev.shakeout.server.store.Store;
import dev.shakeout.server.store.StoredRun;
import java.time.Duration;
import java.util.List;

/** What a run tells of itself, from the store, so that it does not matter who carries it out and when somebody began to listen. */
final class RunEvents implements Reply.EventSource {
    private static final int AT_ONCE = 500;
    /** How long another server's run may have said something before it is told here; and how soon it is seen that nobody listens. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final Store store;
    private final Bell bell;
    private final String run;
    private long last;

    /** @param last number of the event after which to begin */
    RunEvents(Store store, Bell bell, String run, long last) {
        this.store = store;
        this.bell = bell;
        this.run = run;
        this.last = last;
    }

    @Override
    public void send(Reply.EventSink sink) throws InterruptedException {
        while (true) {
            long before = bell.times();
            boolean ended = store.read(work -> work.runs().find(run)).stream()
                    .allMatch(found -> found.state() == StoredRun.State.ENDED);
            List<RunEvent> events = store.read(work -> work.events().after(run, last, AT_ONCE));
            for (RunEvent event : events) {
                sink.event(Long.toString(event.seq()), json(event));
                last = event.seq();
            }
            if (events.isEmpty()) {
                if (ended) {
                    return;
                }
                sink.alive();
                bell.await(before, LONGEST_WAIT);
            }
        }
    }

    private static Json.Obj json(RunEvent event) {
        return Json.object("at", event.at(), "level", event.level(), "words", event.words());
    }
}
