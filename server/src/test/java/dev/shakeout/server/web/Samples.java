package dev.shakeout.server.web;

import dev.shakeout.model.Json;
import dev.shakeout.server.access.Role;
import dev.shakeout.server.signin.PlayedProvider;
import dev.shakeout.server.store.Halt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A request that it should take, for every endpoint. */
record Samples(Fixtures fixtures, People people, PlayedProvider provider) {
    /** About staging, wherever an environment is named. Nothing is halted but what it is to release. */
    Sample of(Endpoint endpoint) {
        setHalts(endpoint.id());
        String path = endpoint.path(variable -> switch (variable) {
            case "experiment" ->
                switch (endpoint.id()) {
                    case "putExperiment" -> UUID.randomUUID().toString();
                    case "deleteExperiment" -> fixtures.experiment();
                    default -> Site.EXPERIMENT;
                };
            case "environment" -> Site.STAGING;
            case "version" -> "1";
            case "run" ->
                List.of("approveRun", "rejectRun").contains(endpoint.id())
                        ? fixtures.pending(UUID.randomUUID().toString())
                        : Site.RUN;
            case "schedule" ->
                endpoint.id().equals("putSchedule") ? UUID.randomUUID().toString() : fixtures.schedule();
            case "enrolment" -> fixtures.enrolment(Map.of()).id();
            case "agent" -> fixtures.agent();
            case "approval" -> fixtures.approval();
            case "finding" -> fixtures.finding();
            case "rollout" -> fixtures.rollout();
            case "channel" ->
                endpoint.id().equals("putChannel") ? UUID.randomUUID().toString() : fixtures.channel();
            case "user" ->
                people.user(
                                People.grant(Role.VIEWER, Optional.of(Site.STAGING)),
                                People.grant(Role.VIEWER, Optional.empty()))
                        .name();
            case "token" ->
                people.token(Role.VIEWER, Optional.of(Site.STAGING), Duration.ofHours(1))
                        .id();
            default -> throw new IllegalStateException("no example of {" + variable + "}");
        });
        String query = endpoint.scope() == Scope.QUERY ? "?environment=" + Site.STAGING : "";
        if (endpoint.id().equals("review")) {
            query += "&from=2026-01-01&to=2030-01-01";
        }
        var sample = new Sample(path + query, Map.of(), body(endpoint));
        return switch (endpoint.id()) {
            case "putEnvironment" -> sample.with("If-Match", etag());
            case "deleteSchedule", "deleteExperiment", "deleteChannel" -> sample.with("If-Match", Precondition.etag(1));
            default -> sample;
        };
    }

    private void setHalts(String id) {
        fixtures.store().change(work -> {
            work.halts().all().forEach(halt -> work.halts().remove(halt.environment()));
            return switch (id) {
                case "releaseAll" -> work.halts().add(new Halt(Optional.empty(), "why", "t", Instant.now()));
                case "releaseEnvironment" ->
                    work.halts().add(new Halt(Optional.of(Site.STAGING), "why", "t", Instant.now()));
                default -> false;
            };
        });
    }

    private String etag() {
        return Precondition.etag(fixtures.store()
                .read(work ->
                        work.environments().find(Site.STAGING).orElseThrow().version()));
    }

    private Optional<Json.Obj> body(Endpoint endpoint) {
        return endpoint.takes().map(_ -> switch (endpoint.id()) {
            case "putExperiment" -> Json.object("owner", "team", "definition", Json.object("title", "quick"));
            case "putEnvironment" -> Json.object("description", "for more tries");
            case "startRun" -> Json.object("experiment", Site.EXPERIMENT, "environment", Site.STAGING);
            case "startRollout" ->
                Json.object(
                        "experiment",
                        Site.EXPERIMENT,
                        "stages",
                        Json.of(List.of(
                                Json.object("environment", Site.STAGING, "at-most", "1", "bake", "10m"),
                                Json.object("environment", Site.STAGING, "approval", true))));
            case "approveRollout" -> Json.object("stage", 1);
            case "approveRun" -> Json.object("version", 1);
            case "rejectRun" -> Json.object("reason", "not today");
            case "acknowledgeFinding", "fixFinding", "reopenFinding" ->
                Json.object("owner", "payments", "ticket", "https://tickets.example.org/7", "reason", "seen");
            case "acceptFinding" ->
                Json.object("until", Instant.now().plus(Duration.ofDays(30)).toString(), "reason", "one release");
            case "approveVersion" ->
                Json.object(
                        "environment",
                        Site.STAGING,
                        "version",
                        1,
                        "expires",
                        Instant.now().plus(Duration.ofHours(1)).toString());
            case "haltAll", "haltEnvironment" -> Json.object("reason", "it burns");
            case "putSchedule" ->
                Json.object(
                        "experiment",
                        Site.EXPERIMENT,
                        "environment",
                        Site.STAGING,
                        "when",
                        "every Tuesday at 10:00",
                        "time-zone",
                        "Europe/Berlin",
                        "blackout",
                        Json.of(List.of(Json.object("from", "2026-12-24", "reason", "Christmas"))));
            case "makeEnrolment" ->
                Json.object("environment", Site.STAGING, "labels", Json.object("rack", "*"), "valid", "10m");
            case "putChannel" ->
                Json.object(
                        "environment",
                        Site.STAGING,
                        "kind",
                        "webhook",
                        "target",
                        Json.object("url", "https://hooks.example.org/x", "secret", "0123456789abcdef"),
                        "on",
                        Json.of(List.of(Json.of("before"), Json.of("end"))),
                        "lead-time",
                        "5m",
                        "must",
                        true);
            case "makeUser" ->
                Json.object(
                        "name",
                        UUID.randomUUID().toString(),
                        "email",
                        "ada@example.org",
                        "issuer",
                        provider.issuer(),
                        "subject",
                        UUID.randomUUID().toString());
            case "grantEverywhere", "grantInEnvironment" -> Json.object("role", "operator");
            case "beginSession" ->
                Json.object(
                        "id-token",
                        provider.signed(provider.person(UUID.randomUUID().toString(), "guess me", "everybody")),
                        "nonce-secret",
                        "guess me");
            case "makeToken" -> Json.object("name", "ci", "role", "viewer", "environment", Site.STAGING);
            default -> throw new IllegalStateException("no example of what " + endpoint.id() + " takes");
        });
    }
}
