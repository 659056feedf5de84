package dev.shakeout.server.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A request as it came, before anybody looked whether it may be made.
 *
 * @param from the address that it comes from
 * @param headers those that count, by the names that endpoints have for them
 * @param body its text, read only when it is wanted; throws a {@link Refusal}
 */
record Request(
        String from,
        Map<String, String> path,
        Map<String, List<String>> query,
        Map<String, String> headers,
        Optional<String> authorization,
        Optional<String> contentType,
        Supplier<String> body) {}
