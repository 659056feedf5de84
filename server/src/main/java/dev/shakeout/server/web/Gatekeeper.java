package dev.shakeout.server.web;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Nearest;
import dev.shakeout.server.access.Secret;
import dev.shakeout.server.access.Token;
import dev.shakeout.server.channel.Channel;
import dev.shakeout.server.rollout.Rollout;
import dev.shakeout.server.rollout.Stage;
import dev.shakeout.server.store.EnrolledAgent;
import dev.shakeout.server.store.Enrolment;
import dev.shakeout.server.store.GivenApproval;
import dev.shakeout.server.store.KnownFinding;
import dev.shakeout.server.store.Store;
import dev.shakeout.server.store.StoredRun;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Turns a request into a call, or refuses it: the one place that decides who may do what. */
final class Gatekeeper {
    private static final String BEARER = "Bearer ";

    private final Store store;
    private final Clock clock;
    private final Throttle throttle;

    Gatekeeper(Store store, Clock clock, Throttle throttle) {
        this.store = store;
        this.clock = clock;
        this.throttle = throttle;
    }

    /** @throws Refusal it may not be made, or is badly written; in this order, so that a stranger learns nothing */
    Call admit(Endpoint endpoint, Request request) {
        Instant now = clock.instant();
        Token token = token(request, now);
        if (!token.role().covers(endpoint.needs())) {
            throw Refusal.forbidden("this needs the role " + endpoint.needs().word() + "; token '" + token.name()
                    + "' has " + token.role().word() + ". Ask an admin for another token");
        }
        if (!endpoint.halts()) {
            throttle.count(token.id()).ifPresent(wait -> {
                throw Refusal.tooMany("token '" + token.name() + "' asks too often; wait a moment, and ask less", wait);
            });
        }
        checkPath(endpoint, request);
        checkQuery(endpoint, request);
        Json.Obj body = endpoint.takes().map(shape -> body(shape, request)).orElse(Json.Obj.EMPTY);
        return new Call(
                now,
                token,
                request.path(),
                request.query(),
                request.headers(),
                body,
                environment(endpoint, request, body, token));
    }

    private Token token(Request request, Instant now) {
        String header = request.authorization()
                .filter(text -> text.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .orElseThrow(() -> Refusal.noToken("send 'Authorization: Bearer TOKEN'; an admin makes tokens"));
        var secret = new Secret(header.substring(BEARER.length()).strip());
        Token token = store.read(work -> work.tokens().of(secret))
                .orElseThrow(() -> Refusal.noToken("nobody has made this token here; an admin makes tokens"));
        token.refused(now).ifPresent(why -> {
            throw Refusal.noToken(
                    "token '" + token.name() + "' is good for nothing: " + why + ". Ask an admin for a new one");
        });
        return token;
    }

    private static void checkPath(Endpoint endpoint, Request request) {
        for (String variable : endpoint.variables()) {
            String value = request.path().getOrDefault(variable, "");
            if (!Kind.NAME.takes().test(Json.of(value))) {
                throw Refusal.badRequest("'" + variable + "' in the path must be " + Kind.NAME.allowed());
            }
        }
    }

    private static void checkQuery(Endpoint endpoint, Request request) {
        var names = endpoint.query().stream().map(Field::name).toList();
        request.query().keySet().stream()
                .filter(name -> !names.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw Refusal.badRequest(
                            "there is no parameter '" + name + "' here" + Nearest.suggestion(name, names)
                                    + (names.isEmpty() ? "" : "; allowed: " + String.join(", ", names)));
                });
        endpoint.query()
                .forEach(field -> request.query()
                        .getOrDefault(field.name(), List.of())
                        .forEach(value -> {
                            if (!field.kind().takes().test(typed(field, value))) {
                                throw Refusal.badRequest("'" + field.name() + "' must be "
                                        + field.kind().allowed());
                            }
                        }));
    }

    /** A parameter is text; where a number is wanted, one that looks like it counts as it. */
    private static Json typed(Field field, String value) {
        boolean number = field.kind().equals(Kind.COUNT) || field.kind().equals(Kind.SEQ);
        return number && value.matches("[0-9]{1,9}") ? new Json.Num(new BigDecimal(value)) : Json.of(value);
    }

    private static Json.Obj body(Shape shape, Request request) {
        String type = request.contentType().orElse("").toLowerCase(Locale.ROOT);
        if (!type.split(";", 2)[0].strip().equals("application/json")) {
            throw Refusal.wrongType("send the body as JSON, with 'Content-Type: application/json'");
        }
        try {
            if (JsonReader.read(request.body().get()) instanceof Json.Obj object) {
                shape.check(object);
                return object;
            }
        } catch (BadValue e) {
            throw Refusal.badRequest("the body is no JSON: " + e.getMessage());
        }
        throw Refusal.badRequest("the body must be a JSON object");
    }

    /** The environment that it is about, in which the token must hold. */
    private Optional<String> environment(Endpoint endpoint, Request request, Json.Obj body, Token token) {
        return switch (endpoint.scope()) {
            case OPEN, ANYWHERE -> token.environment();
            case EVERYWHERE -> about(Optional.empty(), token);
            case PATH -> about(Optional.of(request.path().getOrDefault("environment", "")), token);
            case QUERY -> {
                Optional<String> asked = request.query().getOrDefault("environment", List.of()).stream()
                        .findFirst();
                yield asked.isEmpty() ? token.environment() : about(asked, token);
            }
            case BODY -> about(named(body), token);
            case STAGES -> {
                RolloutBody.environments(body).forEach(name -> about(Optional.of(name), token));
                yield token.environment();
            }
            case ROLLOUT -> rollout(request, token);
            case SCHEDULE -> schedule(endpoint, request, body, token);
            case RUN -> {
                String id = request.path().getOrDefault("run", "");
                StoredRun run = store.read(work -> work.runs().find(id)).orElseThrow(() -> RunEndpoints.missing(id));
                yield about(Optional.of(run.environment()), token);
            }
            case ENROLMENT -> {
                String id = request.path().getOrDefault("enrolment", "");
                Enrolment enrolment = store.read(work -> work.enrolments().find(id))
                        .orElseThrow(() -> EnrolmentEndpoints.missing(id));
                yield about(Optional.of(enrolment.environment()), token);
            }
            case AGENT -> {
                String id = request.path().getOrDefault("agent", "");
                EnrolledAgent agent =
                        store.read(work -> work.agents().find(id)).orElseThrow(() -> AgentEndpoints.missing(id));
                yield about(Optional.of(agent.environment()), token);
            }
            case CHANNEL -> channel(endpoint, request, body, token);
            case FINDING -> {
                String id = request.path().getOrDefault("finding", "");
                KnownFinding finding =
                        store.read(work -> work.known().find(id)).orElseThrow(() -> FindingEndpoints.missing(id));
                yield about(Optional.of(finding.environment()), token);
            }
            case APPROVAL -> {
                String id = request.path().getOrDefault("approval", "");
                GivenApproval approval =
                        store.read(work -> work.approvals().find(id)).orElseThrow(() -> ApprovalEndpoints.missing(id));
                yield about(Optional.of(approval.environment()), token);
            }
            case TOKEN -> {
                String id = request.path().getOrDefault("token", "");
                Token other = store.read(work -> work.tokens().find(id)).orElseThrow(() -> TokenEndpoints.missing(id));
                yield about(other.environment(), token);
            }
        };
    }

    private static Optional<String> named(Json.Obj body) {
        return body.get("environment").filter(Json.Str.class::isInstance).map(Json::text);
    }

    private Optional<String> rollout(Request request, Token token) {
        String id = request.path().getOrDefault("rollout", "");
        Rollout rollout = store.read(work -> work.rollouts().find(id)).orElseThrow(() -> RolloutEndpoints.missing(id));
        List<String> environments =
                rollout.stages().stream().map(Stage::environment).toList();
        Optional<String> held = environments.stream().filter(token::holdsIn).findFirst();
        return about(held.or(() -> environments.stream().findFirst()), token);
    }

    private Optional<String> schedule(Endpoint endpoint, Request request, Json.Obj body, Token token) {
        String name = request.path().getOrDefault("schedule", "");
        Optional<String> known = store.read(work -> work.schedules().find(name))
                .map(planned -> planned.schedule().job().environment());
        known.ifPresent(environment -> about(Optional.of(environment), token));
        if (endpoint.takes().isPresent()) {
            return about(named(body), token);
        }
        if (known.isEmpty()) {
            throw ScheduleEndpoints.missing(name);
        }
        return known;
    }

    private Optional<String> channel(Endpoint endpoint, Request request, Json.Obj body, Token token) {
        String name = request.path().getOrDefault("channel", "");
        Optional<Channel> known = store.read(work -> work.channels().find(name));
        known.ifPresent(channel -> about(channel.environment(), token));
        return endpoint.takes().isPresent()
                ? about(named(body), token)
                : known.orElseThrow(() -> ChannelEndpoints.missing(name)).environment();
    }

    /** @param environment empty for all of them */
    private static Optional<String> about(Optional<String> environment, Token token) {
        boolean holds =
                environment.map(token::holdsIn).orElse(token.environment().isEmpty());
        if (!holds) {
            throw Refusal.forbidden("token '" + token.name() + "' holds in "
                    + token.environment().orElse("") + " alone, and this is about "
                    + environment.orElse("all environments") + ". Ask an admin for another token");
        }
        return environment;
    }
}
