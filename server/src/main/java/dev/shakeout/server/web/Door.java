package dev.shakeout.server.web;

import dev.shakeout.model.BadValue;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Between Helidon and the endpoints, both ways: the only class that knows what a request looks like there.
 *
 * @param ending whether the server is about to end
 */
record Door(Gatekeeper gatekeeper, BooleanSupplier ending, Consumer<String> trouble) {
    private static final Map<String, String> SAFETY = Map.of(
            "X-Content-Type-Options", "nosniff",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Cache-Control", "no-store");

    void serve(Endpoint endpoint, ServerRequest request, ServerResponse response) {
        try {
            Call call = gatekeeper.admit(endpoint, read(endpoint, request));
            if (ending.getAsBoolean() && endpoint.verb() != Endpoint.Verb.GET && !endpoint.halts()) {
                throw Refusal.ending("this server is about to end; ask another one, or this one when it is back");
            }
            switch (endpoint.handler().handle(call)) {
                case Reply.Body body -> send(body, response);
                case Reply.Events(Reply.EventSource source) -> {
                    SAFETY.forEach((name, value) -> response.header(name, value));
                    EventStream.send(source, response);
                }
            }
        } catch (Refusal e) {
            refuse(e, response);
        } catch (BadValue e) {
            refuse(Refusal.badRequest(e.getMessage()), response);
        } catch (RuntimeException e) {
            trouble.accept(endpoint.verb() + " " + endpoint.path() + ": " + e);
            refuse(
                    Refusal.broken("nothing was changed; the server's own output says what is wrong. Try again later"),
                    response);
        }
    }

    private static Request read(Endpoint endpoint, ServerRequest request) {
        var headers = endpoint.headers().stream()
                .map(Field::name)
                .filter(name -> request.headers().contains(HeaderNames.create(name)))
                .collect(Collectors.toMap(
                        name -> name,
                        name -> request.headers().get(HeaderNames.create(name)).get()));
        var path = endpoint.variables().stream()
                .collect(Collectors.toMap(
                        name -> name, name -> request.path().pathParameters().get(name)));
        return new Request(
                request.remotePeer().host(),
                path,
                request.query().toMap(),
                headers,
                request.headers().value(HeaderNames.AUTHORIZATION),
                request.headers().value(HeaderNames.CONTENT_TYPE),
                () -> body(request));
    }

    private static String body(ServerRequest request) {
        if (request.headers().contentLength().orElse(0) > Web.LONGEST_BODY) {
            throw tooLong();
        }
        try (var stream = request.content().inputStream()) {
            byte[] bytes = stream.readNBytes(Web.LONGEST_BODY + 1);
            if (bytes.length > Web.LONGEST_BODY) {
                throw tooLong();
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw Refusal.badRequest("the body could not be read to its end: " + e.getMessage());
        }
    }

    private static Refusal tooLong() {
        return Refusal.tooLong("a body may have at most " + Web.LONGEST_BODY + " bytes");
    }

    static void refuse(Refusal refusal, ServerResponse response) {
        if (response.isSent()) {
            return; // what is wrong now comes too late to be told
        }
        var body = new Reply.Body(
                refusal.status(),
                Map.of(),
                "application/problem+json",
                refusal.json().compact());
        var told = refusal.retryAfter()
                .map(wait -> body.with("Retry-After", Long.toString(wait.toSeconds() + 1))) // in whole seconds
                .orElse(body);
        send(refusal.status() == 401 ? told.with("WWW-Authenticate", "Bearer") : told, response);
    }

    static void send(Reply.Body body, ServerResponse response) {
        SAFETY.forEach((name, value) -> response.header(name, value));
        body.headers().forEach((name, value) -> response.header(name, value));
        response.status(body.status())
                .header(HeaderNames.CONTENT_TYPE, body.mediaType())
                .send(body.text().getBytes(StandardCharsets.UTF_8));
    }
}
