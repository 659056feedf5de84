package dev.shakeout.server.web;

import static dev.shakeout.server.web.Field.optional;
import static dev.shakeout.server.web.Field.required;

import dev.shakeout.model.Json;
import dev.shakeout.server.access.Caller;
import dev.shakeout.server.access.Extent;
import dev.shakeout.server.access.Grant;
import dev.shakeout.server.access.Grants;
import dev.shakeout.server.access.User;
import dev.shakeout.server.store.Work;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;

/** Users as they are answered, and whoever asks. */
final class UserAnswers {
    private static final Shape GRANT = Shape.of(
            "Grant",
            optional("environment", Kind.NAME, "Where; in all of them without."),
            required("role", Kind.ROLE, "What the user may do there."),
            optional(
                    "group",
                    Kind.TEXT,
                    "The group of the provider with which it goes away; an admin gave it, without."),
            required("granted-by", Kind.TEXT, "Id of the user, or of the service token; or 'server'."),
            required("granted-at", Kind.MOMENT, "When."));
    static final Shape USER = Shape.of(
            "User",
            required("id", Kind.NAME, "By which it stands wherever the user did something."),
            required("name", Kind.NAME, "By which it is asked for; it never changes."),
            optional("email", Kind.TEXT, "For people."),
            optional("issuer", Kind.TEXT, "The provider by which the user signs in; by tokens alone without."),
            optional("subject", Kind.TEXT, "As that knows the user."),
            required("grants", Kind.listOf(GRANT), "Of those that whoever asks may see."),
            required("created-by", Kind.TEXT, "Id of the user, or of the service token; or 'server' after a sign-in."),
            required("created-at", Kind.MOMENT, "When."),
            optional("disabled-at", Kind.MOMENT, "Since when the user may do nothing."));
    private static final Shape MAY = Shape.of(
            "Permission",
            optional("environment", Kind.NAME, "Where; in all of them without."),
            required("role", Kind.ROLE, "What may be done there."));
    static final Shape ME = Shape.of(
            "Me",
            required("id", Kind.NAME, "Id of the user, or of the service token."),
            required("name", Kind.TEXT, "The name of that."),
            required("is", Kind.WHO, "Whether it is a person, or a token that is nobody's."),
            required("token", Kind.NAME, "Id of the token."),
            required("session", Kind.FLAG, "Whether the token was made by a sign-in."),
            optional("expires-at", Kind.MOMENT, "From when on the token is good for nothing."),
            required("may", Kind.listOf(MAY), "What may be done by it now; nothing when the list is empty."));

    private UserAnswers() {}

    /** @param seen where whoever asks may know what the user is granted */
    static Json.Obj of(User user, Extent seen, Work work) {
        List<Json> grants = work.users().grants(user.id()).stream()
                .filter(grant -> grant.environment().map(seen::covers).orElse(true))
                .map(UserAnswers::of)
                .toList();
        var members = new LinkedHashMap<>(Json.object(
                        "id",
                        user.id(),
                        "name",
                        user.name(),
                        "grants",
                        Json.of(grants),
                        "created-by",
                        user.createdBy(),
                        "created-at",
                        user.createdAt())
                .members());
        Answers.put(members, "email", user.email());
        Answers.put(members, "issuer", user.subject().map(User.Subject::issuer));
        Answers.put(members, "subject", user.subject().map(User.Subject::id));
        Answers.put(members, "disabled-at", user.disabledAt());
        return new Json.Obj(members);
    }

    private static Json of(Grant grant) {
        var members = new LinkedHashMap<>(
                Json.object("role", grant.role().word(), "granted-by", grant.by(), "granted-at", grant.at())
                        .members());
        Answers.put(members, "environment", grant.environment());
        Answers.put(members, "group", grant.group());
        return new Json.Obj(members);
    }

    static Json.Obj of(Caller caller) {
        var members = new LinkedHashMap<>(Json.object(
                        "id",
                        caller.id(),
                        "name",
                        caller.name(),
                        "is",
                        caller.token().owner().isPresent() ? "user" : "token",
                        "token",
                        caller.token().id(),
                        "session",
                        caller.token().isSession(),
                        "may",
                        may(caller.grants()))
                .members());
        Answers.put(members, "expires-at", caller.token().expiresAt());
        return new Json.Obj(members);
    }

    private static Json may(Grants grants) {
        var may = new ArrayList<Json>();
        grants.everywhere().ifPresent(role -> may.add(Json.object("role", role.word())));
        new TreeMap<>(grants.by())
                .forEach((name, role) -> may.add(Json.object("environment", name, "role", role.word())));
        return Json.of(may);
    }
}
