package dev.shakeout.server.web;

import dev.shakeout.model.Json;
import io.helidon.http.sse.SseEvent;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.sse.SseSink;
import java.io.UncheckedIOException;

/** Sends events to one listener, until there are no more or he has gone. */
final class EventStream implements Reply.EventSink {
    private final SseSink sink;

    private EventStream(SseSink sink) {
        this.sink = sink;
    }

    static void send(Reply.EventSource source, ServerResponse response) {
        try (SseSink sink = response.sink(SseSink.TYPE)) {
            source.send(new EventStream(sink));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (UncheckedIOException _) {
            // nobody listens any more; whoever comes back says which event was his last
        }
    }

    @Override
    public void event(String id, Json.Obj data) {
        sink.emit(SseEvent.builder().id(id).data(data.compact()).build());
    }

    @Override
    public void alive() {
        sink.emit(SseEvent.builder().comment("").build());
    }
}
