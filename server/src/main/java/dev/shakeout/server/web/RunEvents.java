package dev.shakeout.server.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What a run tells of itself, from the store, so that it does not matter who carries it out and when somebody began to listen. */
final class RunEvents implements Reply.EventSource {
    /** How long another server's run may have said something before it is told here; and how soon it is seen that nobody listens. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    /** Says nothing, and so finds out whether anybody listens. */
    private static final byte[] ALIVE = ":\n\n".getBytes(StandardCharsets.UTF_8);

    private final EventPages pages;
    private final String run;
    private long last;

    /** @param last number of the event after which to begin */
    RunEvents(EventPages pages, String run, long last) {
        this.pages = pages;
        this.run = run;
        this.last = last;
    }

    @Override
    public void send(Reply.EventSink sink) throws IOException, InterruptedException {
        while (true) {
            long rung = pages.bell().times();
            EventPages.Page page = pages.after(run, last, rung);
            if (!page.isEmpty()) {
                sink.send(page.text());
                last = page.last();
            } else if (page.ended()) {
                return;
            } else {
                sink.send(ALIVE);
                pages.bell().await(rung, LONGEST_WAIT);
            }
        }
    }
}
