package dev.shakeout.server.web;

import static dev.shakeout.server.web.Field.optional;
import static dev.shakeout.server.web.Field.required;

import dev.shakeout.model.Json;
import dev.shakeout.server.store.EnrolledAgent;
import dev.shakeout.server.store.Enrolment;
import java.time.Instant;
import java.util.LinkedHashMap;

/** Agents, and what they join by, as they are answered. */
final class AgentAnswers {
    static final Shape ENROLMENT = Shape.of(
            "Enrolment",
            required("id", Kind.NAME, "By which it is revoked; not the token itself, which is nowhere."),
            required("environment", Kind.NAME, "The only one that its agent is for."),
            required("labels", Kind.OBJECT, "Those that its agent gets; * stands for what it says itself."),
            required("created-by", Kind.TEXT, "Id of the user, or of the service token, that made it."),
            required("created-at", Kind.MOMENT, "When."),
            required("expires-at", Kind.MOMENT, "From when on nobody joins by it."),
            optional("revoked-at", Kind.MOMENT, "When it was revoked."),
            optional("used-at", Kind.MOMENT, "When an agent joined by it."),
            optional("used-by", Kind.NAME, "Id of that agent."));
    static final Shape AGENT = Shape.of(
            "Agent",
            required("id", Kind.NAME, "Its id."),
            required("name", Kind.TEXT, "Of its host, as it says."),
            required("environment", Kind.NAME, "The only one that it is for."),
            required("labels", Kind.OBJECT, "By which it is chosen."),
            required("version", Kind.TEXT, "Of Shakeout, as it says."),
            required("fingerprint", Kind.TEXT, "SHA-256 of its public key."),
            required("enrolment", Kind.NAME, "Id of that by which it joined."),
            required("enrolled-at", Kind.MOMENT, "When it joined."),
            required("connected", Kind.FLAG, "Whether a server hears of it."),
            required("seen-at", Kind.MOMENT, "When it was heard of last, to within a few seconds."),
            optional("revoked-at", Kind.MOMENT, "When it was revoked."));
    static final Shape AGENT_SAYS = Answers.more(
            AGENT,
            "AgentAndWhatItSays",
            required("facts", Kind.OBJECT, "Of its host, as it says."),
            required("rungs", Kind.OBJECT, "By fault, the ways that hold there, best first, as it says."));

    private AgentAnswers() {}

    static Json.Obj of(Enrolment enrolment) {
        var members = new LinkedHashMap<>(Json.object(
                        "id",
                        enrolment.id(),
                        "environment",
                        enrolment.environment(),
                        "labels",
                        Answers.texts(enrolment.labels()),
                        "created-by",
                        enrolment.createdBy(),
                        "created-at",
                        enrolment.createdAt(),
                        "expires-at",
                        enrolment.expiresAt())
                .members());
        Answers.put(members, "revoked-at", enrolment.revokedAt());
        Answers.put(members, "used-at", enrolment.usedAt());
        Answers.put(members, "used-by", enrolment.usedBy());
        return new Json.Obj(members);
    }

    static Json.Obj of(EnrolledAgent agent, Instant now) {
        var members = new LinkedHashMap<>(Json.object(
                        "id",
                        agent.id(),
                        "name",
                        agent.said().name(),
                        "environment",
                        agent.environment(),
                        "labels",
                        Answers.texts(agent.labels()),
                        "version",
                        agent.said().version(),
                        "fingerprint",
                        agent.fingerprint(),
                        "enrolment",
                        agent.enrolment(),
                        "enrolled-at",
                        agent.enrolledAt(),
                        "connected",
                        agent.connected(now),
                        "seen-at",
                        agent.seenAt())
                .members());
        Answers.put(members, "revoked-at", agent.revokedAt());
        return new Json.Obj(members);
    }
}
