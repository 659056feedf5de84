package dev.shakeout.server.web;

import dev.shakeout.server.access.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Something that can be asked for.
 *
 * @param id for programs that are made from the OpenAPI document
 * @param path with its variables in braces
 * @param needs the least role
 * @param summary one sentence
 * @param query parameters after the question mark
 * @param headers that it looks at
 * @param takes what the body must be; empty for none
 * @param gives the statuses of success, and what is answered
 */
record Endpoint(
        String id,
        Verb verb,
        String path,
        Role needs,
        Scope scope,
        String summary,
        List<Field> query,
        List<Field> headers,
        Optional<Shape> takes,
        List<Given> gives,
        Handler handler) {
    private static final Pattern VARIABLE = Pattern.compile("\\{([a-z]+)}");

    enum Verb {
        GET,
        PUT,
        POST,
        DELETE
    }

    /** What does it. */
    @FunctionalInterface
    interface Handler {
        /** @throws Refusal it is not done */
        Reply handle(Call call);
    }

    /** A status of success and what comes with it. */
    record Given(int status, String mediaType, Optional<Shape> shape) {
        static Given json(int status, Shape shape) {
            return new Given(status, "application/json", Optional.of(shape));
        }

        static Given any(int status, String mediaType) {
            return new Given(status, mediaType, Optional.empty());
        }
    }

    static Endpoint of(
            String id, Verb verb, String path, Role needs, Scope scope, String summary, Given gives, Handler handler) {
        return new Endpoint(
                id, verb, path, needs, scope, summary, List.of(), List.of(), Optional.empty(), List.of(gives), handler);
    }

    Endpoint query(Field... fields) {
        return new Endpoint(id, verb, path, needs, scope, summary, List.of(fields), headers, takes, gives, handler);
    }

    Endpoint headers(Field... fields) {
        return new Endpoint(id, verb, path, needs, scope, summary, query, List.of(fields), takes, gives, handler);
    }

    Endpoint takes(Shape shape) {
        return new Endpoint(id, verb, path, needs, scope, summary, query, headers, Optional.of(shape), gives, handler);
    }

    /** In another case. */
    Endpoint or(Given other) {
        var all = new ArrayList<>(gives);
        all.add(other);
        return new Endpoint(id, verb, path, needs, scope, summary, query, headers, takes, List.copyOf(all), handler);
    }

    /** The names in braces. */
    List<String> variables() {
        return VARIABLE.matcher(path).results().map(result -> result.group(1)).toList();
    }

    /** With each variable replaced. */
    String path(UnaryOperator<String> values) {
        return VARIABLE.matcher(path).replaceAll((MatchResult match) -> values.apply(match.group(1)));
    }

    /** Stopping is never kept waiting. */
    boolean halts() {
        return verb == Verb.POST && path.endsWith("/halt");
    }

    boolean changes() {
        return verb != Verb.GET;
    }
}
