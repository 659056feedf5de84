package dev.shakeout.server.web;

import static dev.shakeout.server.web.Endpoint.Given.json;

import dev.shakeout.model.Json;
import dev.shakeout.server.access.Role;
import dev.shakeout.server.store.Audit;
import dev.shakeout.server.web.Endpoint.Verb;
import java.util.List;

/** Who changed what. */
final class AuditEndpoints {
    private static final String ALL = Endpoints.API + "/audit";
    private static final Shape VERIFICATION = Shape.of(
            "AuditVerification",
            Field.required("entries", Kind.SEQ, "How many were found to be as they were written."),
            Field.required("intact", Kind.FLAG, "Whether all are."),
            Field.optional("broken", Kind.TEXT, "What is wrong first."));

    private final Desk desk;

    private AuditEndpoints(Desk desk) {
        this.desk = desk;
    }

    static List<Endpoint> all(Desk desk) {
        var here = new AuditEndpoints(desk);
        return List.of(
                Endpoint.of(
                                "listAudit",
                                Verb.GET,
                                ALL,
                                Role.ADMIN,
                                Scope.EVERYWHERE,
                                "Every change that somebody made, oldest first.",
                                json(200, Shape.pageOf(Answers.AUDIT_ENTRY)),
                                here::list)
                        .query(Paging.AFTER, Paging.LIMIT),
                Endpoint.of(
                        "verifyAudit",
                        Verb.GET,
                        ALL + "/verification",
                        Role.ADMIN,
                        Scope.EVERYWHERE,
                        "Follows the chain of the audit log, and says whether anything in it was changed or taken out.",
                        json(200, VERIFICATION),
                        here::verify));
    }

    private Reply list(Call call) {
        long after = call.asked("after").map(text -> Call.number("after", text)).orElse(0L);
        return Reply.ok(Answers.page(desk.store().read(work -> work.audit().page(after, call.limit())), Answers::of));
    }

    private Reply verify(Call call) {
        Audit.Verification found = desk.store().read(work -> work.audit().verify());
        Json.Obj answer =
                Json.object("entries", found.entries(), "intact", found.broken().isEmpty());
        return Reply.ok(found.broken()
                .map(words -> answer.with("broken", Json.of(words)))
                .orElse(answer));
    }
}
