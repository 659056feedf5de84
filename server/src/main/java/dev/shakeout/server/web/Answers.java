package dev.shakeout.server.web;

import static dev.shakeout.server.web.Field.optional;
import static dev.shakeout.server.web.Field.required;

import dev.shakeout.model.Finding;
import dev.shakeout.model.Json;
import dev.shakeout.model.Verdict;
import dev.shakeout.server.access.Token;
import dev.shakeout.server.store.AuditEntry;
import dev.shakeout.server.store.Environment;
import dev.shakeout.server.store.ExperimentVersion;
import dev.shakeout.server.store.FlagJson;
import dev.shakeout.server.store.Page;
import dev.shakeout.server.store.StoredRun;
import dev.shakeout.server.store.Work;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** What is stored, as it is answered: for each its shape, and the object itself. */
final class Answers {
    static final Shape ENVIRONMENT = Shape.of(
            "Environment",
            required("name", Kind.NAME, "Its name."),
            required("description", Kind.TEXT, "For people."),
            required("policy", Kind.TEXT, "The policy file by which runs in it go; empty without."),
            optional("flag", Kind.SWITCH, "The feature flag that must be on for runs in it; going off halts them."),
            required("version", Kind.COUNT, "One more with every change; also the ETag."),
            required("changed-at", Kind.MOMENT, "When it was changed last."));
    static final Shape EXPERIMENT = Shape.of(
            "Experiment",
            required("name", Kind.NAME, "By which it is asked for."),
            required("owner", Kind.TEXT, "Who answers for it."),
            required("version", Kind.COUNT, "One more with every change; of the newest one also the ETag."),
            required("title", Kind.TEXT, "From its definition."),
            required("definition", Kind.OBJECT, "As in an experiment's file."),
            required("author", Kind.TEXT, "Id of the user, or of the service token, that wrote this version."),
            required("created-at", Kind.MOMENT, "When this version was written."));
    static final Shape RUN = Shape.of(
            "Run",
            required("id", Kind.NAME, "Its id."),
            required("experiment", Kind.NAME, "What is carried out."),
            required("version", Kind.COUNT, "Which version of it."),
            required("environment", Kind.NAME, "Where."),
            optional("at-most", Kind.AT_MOST, "Of the targets of each selector; as the experiment says, without."),
            required("labels", Kind.OBJECT, "What whoever started it said of it."),
            required("state", Kind.STATE, "How far it is."),
            optional("waits-for", Kind.TEXT, "Whose approval is missing, while it is pending."),
            optional("waits-until", Kind.MOMENT, "When it is refused, if that is missing still."),
            required(
                    "attempt",
                    Kind.COUNT,
                    "1, and one more each time that a server was gone before its end, and it was begun again."),
            required("halt", Kind.FLAG, "Whether somebody asked for its end."),
            optional("verdict", Kind.VERDICT, "Once it has ended, if it got as far."),
            required("reasons", Kind.TEXTS, "Why it ended as it did, most important first; while it waits, what for."),
            required("requested-by", Kind.TEXT, "Id of the user, or of the service token."),
            required("requested-at", Kind.MOMENT, "When it was asked for."),
            optional("ended-at", Kind.MOMENT, "When it had ended and all was taken back."));
    static final Shape FINDING = Shape.of(
            "Finding",
            required("title", Kind.TEXT, "The weakness."),
            required("where", Kind.TEXT, "The probe or guard that saw it."),
            required("evidence", Kind.TEXT, "The numbers."),
            required("moment", Kind.MOMENT, "When it was seen."),
            required("faults", Kind.TEXTS, "What was being broken then."),
            required("runbook", Kind.TEXTS, "A draft of an entry, one line a step."));
    static final Shape TOKEN = Shape.of(
            "Token",
            required("id", Kind.NAME, "By which it is revoked; not the token itself, which is nowhere."),
            required("name", Kind.TEXT, "What it is for."),
            optional("user", Kind.NAME, "Id of the user whose it is; a service token without, which is nobody's."),
            optional("user-name", Kind.NAME, "The name of that."),
            required(
                    "role",
                    Kind.ROLE,
                    "What its holder may do; of a user's token the most that counts of what the user may."),
            optional("environment", Kind.NAME, "The only one in which it holds; all of them without."),
            required("created-by", Kind.TEXT, "Id of the user, or of the service token, that made it."),
            required("created-at", Kind.MOMENT, "When."),
            optional("expires-at", Kind.MOMENT, "From when on it is good for nothing."),
            optional("revoked-at", Kind.MOMENT, "When it was revoked."));
    static final Shape AUDIT_ENTRY = Shape.of(
            "AuditEntry",
            required("seq", Kind.COUNT, "1 for the first, without gaps."),
            required("at", Kind.MOMENT, "When."),
            required("actor", Kind.TEXT, "Id of the user, or of the service token; or 'server'."),
            required("action", Kind.TEXT, "What was done."),
            required("subject", Kind.TEXT, "To what."),
            required("details", Kind.OBJECT, "More of it."),
            required("hash", Kind.TEXT, "SHA-256 of this and of the hash before."));

    private Answers() {}

    /** The same with a few more members. */
    static Shape more(Shape shape, String name, Field... fields) {
        return new Shape(
                name, Stream.concat(shape.fields().stream(), Stream.of(fields)).toList());
    }

    static Json.Obj of(Environment environment) {
        Json.Obj answer = Json.object(
                "name",
                environment.name(),
                "description",
                environment.description(),
                "policy",
                environment.policy(),
                "version",
                environment.version(),
                "changed-at",
                environment.changedAt());
        return environment
                .flag()
                .map(flag -> answer.with("flag", FlagJson.of(flag)))
                .orElse(answer);
    }

    static Json.Obj of(ExperimentVersion experiment) {
        return Json.object(
                "name",
                experiment.name(),
                "owner",
                experiment.owner(),
                "version",
                experiment.version(),
                "title",
                experiment.title(),
                "definition",
                experiment.definition(),
                "author",
                experiment.author(),
                "created-at",
                experiment.createdAt());
    }

    static Json.Obj of(StoredRun run) {
        var members = new LinkedHashMap<>(Json.object(
                        "id",
                        run.id(),
                        "experiment",
                        run.experiment(),
                        "version",
                        run.version(),
                        "environment",
                        run.environment(),
                        "labels",
                        texts(run.labels()),
                        "state",
                        run.state().word(),
                        "attempt",
                        run.attempt(),
                        "halt",
                        run.halt(),
                        "reasons",
                        texts(run.reasons()),
                        "requested-by",
                        run.requestedBy(),
                        "requested-at",
                        run.requestedAt())
                .members());
        run.most().ifPresent(most -> members.put("at-most", Json.of(most.toString())));
        put(members, "waits-for", run.awaited().map(StoredRun.Awaited::words));
        put(members, "waits-until", run.awaited().map(StoredRun.Awaited::until));
        put(members, "verdict", run.verdict().map(Verdict::word));
        put(members, "ended-at", run.endedAt());
        return new Json.Obj(members);
    }

    static Json.Obj of(Finding finding) {
        return Json.object(
                "title",
                finding.title(),
                "where",
                finding.where(),
                "evidence",
                finding.evidence(),
                "moment",
                finding.moment(),
                "faults",
                texts(finding.faults()),
                "runbook",
                texts(finding.runbook()));
    }

    static Json.Obj of(Token token, Work work) {
        var members = new LinkedHashMap<>(Json.object(
                        "id",
                        token.id(),
                        "name",
                        token.name(),
                        "role",
                        token.role().word(),
                        "created-by",
                        token.createdBy(),
                        "created-at",
                        token.createdAt())
                .members());
        put(members, "user", token.owner());
        put(members, "user-name", token.owner().map(work.parties()::name));
        put(members, "environment", token.environment());
        put(members, "expires-at", token.expiresAt());
        put(members, "revoked-at", token.revokedAt());
        return new Json.Obj(members);
    }

    static Json.Obj of(AuditEntry entry) {
        return Json.object(
                "seq",
                entry.seq(),
                "at",
                entry.at(),
                "actor",
                entry.actor(),
                "action",
                entry.action(),
                "subject",
                entry.subject(),
                "details",
                entry.details(),
                "hash",
                entry.hash());
    }

    static <T> Json.Obj page(Page<T> page, Function<T, Json.Obj> words) {
        var members = new LinkedHashMap<String, Json>();
        members.put("items", Json.of(page.items().stream().map(words).toList()));
        put(members, "next", page.next());
        return new Json.Obj(members);
    }

    static <T> Json.Obj all(List<T> items, Function<T, Json.Obj> words) {
        return page(new Page<>(items, Optional.empty()), words);
    }

    static void put(Map<String, Json> members, String key, Optional<?> value) {
        value.ifPresent(something -> members.put(key, Json.of(something.toString())));
    }

    static Json.Obj texts(Map<String, String> texts) {
        var members = new LinkedHashMap<String, Json>();
        texts.forEach((key, value) -> members.put(key, Json.of(value)));
        return new Json.Obj(members);
    }

    private static Json texts(List<String> texts) {
        return Json.of(texts.stream().map(Json::of).toList());
    }
}
