package dev.shakeout.server.web;

import dev.shakeout.model.Json;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is answered. */
sealed interface Reply {
    int status();

    Map<String, String> headers();

    record Body(int status, Map<String, String> headers, String mediaType, String text) implements Reply {
        /** With one more header. */
        Body with(String header, String value) {
            var more = new LinkedHashMap<>(headers);
            more.put(header, value);
            return new Body(status, more, mediaType, text);
        }
    }

    /** Events as they come; nothing is sent before the source is asked. */
    record Events(EventSource source) implements Reply {
        @Override
        public int status() {
            return 200;
        }

        @Override
        public Map<String, String> headers() {
            return Map.of();
        }
    }

    /** Where events come from. */
    @FunctionalInterface
    interface EventSource {
        /** Returns when there are no more; throws whatever the sink does when nobody listens any more. */
        void send(EventSink sink) throws IOException, InterruptedException;
    }

    /** Where they go to. */
    interface EventSink {
        /** @param events whole ones, written as server-sent events are */
        void send(byte[] events) throws IOException;
    }

    static Body json(int status, Json json) {
        return new Body(status, Map.of(), "application/json", json.compact());
    }

    static Body ok(Json json) {
        return json(200, json);
    }
}
