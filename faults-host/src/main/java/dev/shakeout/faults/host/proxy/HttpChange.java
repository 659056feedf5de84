package dev.shakeout.faults.host.proxy;

import dev.shakeout.model.Json;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What is done to a request or to its answer. */
sealed interface HttpChange {
    record Delay(Duration delay) implements HttpChange {}

    /** The connection is reset. */
    record Abort() implements HttpChange {}

    /** The client gets this answer; one to a request never reaches the service. */
    record Answer(int status, String body) implements HttpChange {}

    /**
     * Other content.
     *
     * @param status of an answer
     * @param method of a request
     * @param path of a request; its query stays
     * @param query parameters of a request that are set
     * @param headers that are set
     * @param body instead of the one that was sent
     * @param patch what is changed in a body of JSON, by the rules of RFC 7396
     */
    record Rewrite(
            Optional<Integer> status,
            Optional<String> method,
            Optional<String> path,
            Map<String, String> query,
            Map<String, String> headers,
            Optional<String> body,
            Optional<Json> patch)
            implements HttpChange {}
}
