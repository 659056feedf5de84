package dev.shakeout.server.web;

import dev.shakeout.model.Json;
import java.time.Duration;
import java.util.Optional;

/** What was asked for is not done. Told as RFC 9457 has it: application/problem+json. */
final class Refusal extends RuntimeException {
    private final int status;
    private final String title;
    private final Optional<Duration> retryAfter;

    private Refusal(int status, String title, String detail) {
        this(status, title, detail, Optional.empty());
    }

    /** @param detail what is wrong and what to do about it, for the one who must act */
    private Refusal(int status, String title, String detail, Optional<Duration> retryAfter) {
        super(detail);
        this.status = status;
        this.title = title;
        this.retryAfter = retryAfter;
    }

    static Refusal badRequest(String detail) {
        return new Refusal(400, "Bad request", detail);
    }

    static Refusal noToken(String detail) {
        return new Refusal(401, "No valid token", detail);
    }

    static Refusal forbidden(String detail) {
        return new Refusal(403, "Not allowed", detail);
    }

    static Refusal notFound(String detail) {
        return new Refusal(404, "Not found", detail);
    }

    static Refusal wrongMethod(String detail) {
        return new Refusal(405, "Not offered", detail);
    }

    static Refusal conflict(String detail) {
        return new Refusal(409, "Conflict", detail);
    }

    static Refusal changedMeanwhile(String detail) {
        return new Refusal(412, "Changed meanwhile", detail);
    }

    static Refusal tooLong(String detail) {
        return new Refusal(413, "Too long", detail);
    }

    static Refusal halted(String detail) {
        return new Refusal(423, "Halted", detail);
    }

    static Refusal wrongType(String detail) {
        return new Refusal(415, "Not JSON", detail);
    }

    static Refusal whichVersion(String detail) {
        return new Refusal(428, "Which version?", detail);
    }

    static Refusal tooMany(String detail, Duration retryAfter) {
        return new Refusal(429, "Too many requests", detail, Optional.of(retryAfter));
    }

    static Refusal ending(String detail) {
        return new Refusal(503, "About to end", detail, Optional.of(Duration.ofSeconds(5)));
    }

    static Refusal notReady(String detail) {
        return new Refusal(503, "Not ready", detail);
    }

    static Refusal providerAway(String detail) {
        return new Refusal(503, "No answer from the provider", detail, Optional.of(Duration.ofSeconds(10)));
    }

    static Refusal broken(String detail) {
        return new Refusal(500, "An error of the server's own", detail);
    }

    int status() {
        return status;
    }

    /** How long to wait before it is tried again; empty where that would be in vain. */
    Optional<Duration> retryAfter() {
        return retryAfter;
    }

    Json.Obj json() {
        return Json.object(
                "type", "about:blank", "title", title, "status", status, "detail", String.valueOf(getMessage()));
    }
}
