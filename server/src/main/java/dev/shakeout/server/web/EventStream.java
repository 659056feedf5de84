package dev.shakeout.server.web;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Sends events to one listener, until there are no more or he has gone. */
final class EventStream implements Reply.EventSink {
    private final OutputStream out;

    private EventStream(OutputStream out) {
        this.out = out;
    }

    static void send(Reply.EventSource source, ServerResponse response) {
        response.header(HeaderNames.CONTENT_TYPE, "text/event-stream");
        try (OutputStream out = response.outputStream()) {
            source.send(new EventStream(out));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException | UncheckedIOException _) {
            // nobody listens any more; whoever comes back says which event was his last
        }
    }

    @Override
    public void send(byte[] events) throws IOException {
        out.write(events);
        out.flush();
    }
}
