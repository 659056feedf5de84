package dev.shakeout.server.web;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Nearest;
import dev.shakeout.server.access.Caller;
import dev.shakeout.server.access.Extent;
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
import java.util.TreeSet;

/** Turns a request into a call, or refuses it: the one place that decides who may do what. */
final class Gatekeeper {
    private static final String BEARER = "Bearer ";

    private final Store store;
    private final Clock clock;
    private final Throttle throttle;
    private final Throttle strangers;

    /** @param strangers for those who are not asked for a token, by where they ask from */
    Gatekeeper(Store store, Clock clock, Throttle throttle, Throttle strangers) {
        this.store = store;
        this.clock = clock;
        this.throttle = throttle;
        this.strangers = strangers;
    }

    /** @throws Refusal it may not be made, or is badly written; in this order, so that a stranger learns nothing */
    Call admit(Endpoint endpoint, Request request) {
        Instant now = clock.instant();
        return endpoint.scope() == Scope.OPEN
                ? admitAnybody(endpoint, request, now)
                : admitCaller(endpoint, request, now);
    }

    private Call admitAnybody(Endpoint endpoint, Request request, Instant now) {
        strangers.count(request.from()).ifPresent(wait -> {
            throw Refusal.tooMany("from " + request.from() + " is asked too often; wait a moment, and ask less", wait);
        });
        Json.Obj body = checked(endpoint, request);
        return new Call(
                now,
                Optional.empty(),
                request.path(),
                request.query(),
                request.headers(),
                body,
                Optional.empty(),
                Extent.of());
    }

    private Call admitCaller(Endpoint endpoint, Request request, Instant now) {
        Caller caller = caller(request, now);
        Extent extent = caller.grants().where(endpoint.needs());
        if (extent.isNone() && endpoint.scope() != Scope.SELF) {
            throw Refusal.forbidden("this needs the role " + endpoint.needs().word() + "; " + caller.words() + " has "
                    + caller.grants().words() + ". Ask an admin for more");
        }
        if (!endpoint.halts()) {
            throttle.count(caller.id()).ifPresent(wait -> {
                throw Refusal.tooMany(caller.words() + " asks too often; wait a moment, and ask less", wait);
            });
        }
        Json.Obj body = checked(endpoint, request);
        return new Call(
                now,
                Optional.of(caller),
                request.path(),
                request.query(),
                request.headers(),
                body,
                environment(request, body, new Pass(caller, endpoint)),
                extent);
    }

    /** @return the body */
    private static Json.Obj checked(Endpoint endpoint, Request request) {
        checkPath(endpoint, request);
        checkQuery(endpoint, request);
        return endpoint.takes().map(shape -> body(shape, request)).orElse(Json.Obj.EMPTY);
    }

    private Caller caller(Request request, Instant now) {
        String header = request.authorization()
                .filter(text -> text.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .orElseThrow(() -> Refusal.noToken(
                        "send 'Authorization: Bearer TOKEN'; an admin makes tokens, and 'shakeout login --sso' where there"
                                + " is single sign-on"));
        var secret = new Secret(header.substring(BEARER.length()).strip());
        Caller caller = store.read(work -> work.parties().of(secret))
                .orElseThrow(() -> Refusal.noToken("nobody has made this token here; an admin makes tokens"));
        caller.refused(now).ifPresent(why -> {
            throw Refusal.noToken(
                    why + ". " + (caller.token().isSession() ? "Sign in again" : "Ask an admin for a new one"));
        });
        return caller;
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

    /** The environment that it is about, in which whoever asks must have the role. */
    private Optional<String> environment(Request request, Json.Obj body, Pass pass) {
        Endpoint endpoint = pass.endpoint();
        return switch (endpoint.scope()) {
            case OPEN, SELF, ANYWHERE -> Optional.empty();
            case EVERYWHERE -> pass.about(Optional.empty());
            case PATH -> pass.about(Optional.of(request.path().getOrDefault("environment", "")));
            case QUERY -> {
                Optional<String> asked = request.query().getOrDefault("environment", List.of()).stream()
                        .findFirst();
                yield asked.isEmpty() ? asked : pass.about(asked);
            }
            case BODY -> pass.about(named(body));
            case STAGES -> {
                RolloutBody.environments(body).forEach(name -> pass.about(Optional.of(name)));
                yield Optional.empty();
            }
            case ROLLOUT -> rollout(request, pass);
            case SCHEDULE -> schedule(request, body, pass);
            case RUN -> {
                String id = request.path().getOrDefault("run", "");
                StoredRun run = store.read(work -> work.runs().find(id)).orElseThrow(() -> RunEndpoints.missing(id));
                yield pass.about(Optional.of(run.environment()));
            }
            case ENROLMENT -> {
                String id = request.path().getOrDefault("enrolment", "");
                Enrolment enrolment = store.read(work -> work.enrolments().find(id))
                        .orElseThrow(() -> EnrolmentEndpoints.missing(id));
                yield pass.about(Optional.of(enrolment.environment()));
            }
            case AGENT -> {
                String id = request.path().getOrDefault("agent", "");
                EnrolledAgent agent =
                        store.read(work -> work.agents().find(id)).orElseThrow(() -> AgentEndpoints.missing(id));
                yield pass.about(Optional.of(agent.environment()));
            }
            case CHANNEL -> channel(request, body, pass);
            case FINDING -> {
                String id = request.path().getOrDefault("finding", "");
                KnownFinding finding =
                        store.read(work -> work.known().find(id)).orElseThrow(() -> FindingEndpoints.missing(id));
                yield pass.about(Optional.of(finding.environment()));
            }
            case APPROVAL -> {
                String id = request.path().getOrDefault("approval", "");
                GivenApproval approval =
                        store.read(work -> work.approvals().find(id)).orElseThrow(() -> ApprovalEndpoints.missing(id));
                yield pass.about(Optional.of(approval.environment()));
            }
            case TOKEN -> {
                String id = request.path().getOrDefault("token", "");
                Token other = store.read(work -> work.tokens().find(id)).orElseThrow(() -> TokenEndpoints.missing(id));
                yield pass.about(other.environment());
            }
        };
    }

    private static Optional<String> named(Json.Obj body) {
        return body.get("environment").filter(Json.Str.class::isInstance).map(Json::text);
    }

    private Optional<String> rollout(Request request, Pass pass) {
        String id = request.path().getOrDefault("rollout", "");
        Rollout rollout = store.read(work -> work.rollouts().find(id)).orElseThrow(() -> RolloutEndpoints.missing(id));
        List<String> environments =
                rollout.stages().stream().map(Stage::environment).toList();
        Optional<String> held = environments.stream()
                .filter(name -> pass.holds(Optional.of(name)))
                .findFirst();
        return pass.about(held.or(() -> environments.stream().findFirst()));
    }

    private Optional<String> schedule(Request request, Json.Obj body, Pass pass) {
        String name = request.path().getOrDefault("schedule", "");
        Optional<String> known = store.read(work -> work.schedules().find(name))
                .map(planned -> planned.schedule().job().environment());
        known.ifPresent(environment -> pass.about(Optional.of(environment)));
        if (pass.endpoint().takes().isPresent()) {
            return pass.about(named(body));
        }
        if (known.isEmpty()) {
            throw ScheduleEndpoints.missing(name);
        }
        return known;
    }

    private Optional<String> channel(Request request, Json.Obj body, Pass pass) {
        String name = request.path().getOrDefault("channel", "");
        Optional<Channel> known = store.read(work -> work.channels().find(name));
        known.ifPresent(channel -> pass.about(channel.environment()));
        return pass.endpoint().takes().isPresent()
                ? pass.about(named(body))
                : known.orElseThrow(() -> ChannelEndpoints.missing(name)).environment();
    }

    /** Who asks for what. */
    private record Pass(Caller caller, Endpoint endpoint) {
        /** @param environment empty for all of them */
        boolean holds(Optional<String> environment) {
            return caller.grants().covers(endpoint.needs(), environment);
        }

        Optional<String> about(Optional<String> environment) {
            if (!holds(environment)) {
                var where =
                        new TreeSet<>(caller.grants().where(endpoint.needs()).names());
                throw Refusal.forbidden(caller.words() + " holds in " + String.join(" and ", where) + " alone as "
                        + endpoint.needs().word() + ", and this is about "
                        + environment.orElse("all environments") + ". Ask an admin for more");
            }
            return environment;
        }
    }
}
