package dev.shakeout.server.web;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.TemporaryFolder;
import dev.shakeout.model.AtMost;
import dev.shakeout.model.Json;
import dev.shakeout.model.Verdict;
import dev.shakeout.server.access.Grant;
import dev.shakeout.server.access.Role;
import dev.shakeout.server.access.Secret;
import dev.shakeout.server.access.Token;
import dev.shakeout.server.access.User;
import dev.shakeout.server.channel.Channel;
import dev.shakeout.server.channel.Notice;
import dev.shakeout.server.channel.Occasion;
import dev.shakeout.server.channel.Outgoing;
import dev.shakeout.server.fleet.Fleet;
import dev.shakeout.server.notify.Outbox;
import dev.shakeout.server.notify.Secrets;
import dev.shakeout.server.rollout.Rollout;
import dev.shakeout.server.rollout.Stage;
import dev.shakeout.server.run.ApprovedStarts;
import dev.shakeout.server.run.Conductor;
import dev.shakeout.server.run.DueStarts;
import dev.shakeout.server.run.Starts;
import dev.shakeout.server.run.Timetable;
import dev.shakeout.server.run.Workshop;
import dev.shakeout.server.schedule.Blackout;
import dev.shakeout.server.schedule.Concurrency;
import dev.shakeout.server.schedule.Missed;
import dev.shakeout.server.schedule.Schedule;
import dev.shakeout.server.schedule.ScheduledStart;
import dev.shakeout.server.schedule.Timing;
import dev.shakeout.server.sealing.Seal;
import dev.shakeout.server.sealing.SealingKey;
import dev.shakeout.server.signin.PlayedProvider;
import dev.shakeout.server.signin.SignIn;
import dev.shakeout.server.store.EnrolledAgent;
import dev.shakeout.server.store.Enrolment;
import dev.shakeout.server.store.Environment;
import dev.shakeout.server.store.ExperimentVersion;
import dev.shakeout.server.store.GivenApproval;
import dev.shakeout.server.store.Halt;
import dev.shakeout.server.store.KnownFinding;
import dev.shakeout.server.store.Planned;
import dev.shakeout.server.store.RunEvent;
import dev.shakeout.server.store.Store;
import dev.shakeout.server.store.StoredMessage;
import dev.shakeout.server.store.StoredRun;
import dev.shakeout.server.store.Timers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A web with a few things in its store. Its runs are played: the command that it starts writes a line, and ends. */
final class Site implements AutoCloseable {
    static final String VERSION = "1.2.3";
    static final String STAGING = "staging";
    static final String PRODUCTION = "production";
    static final String EXPERIMENT = "slow";
    /** Of a run in staging that has ended. */
    static final String RUN = "run-1";

    private static final int MOST_AT_ONCE = 8;
    private static final List<String> PLAYED = List.of(
            "sh",
            "-c",
            "echo '{\"message\": \"played\", \"timestamp\": \"2026-01-01T00:00:00Z\", \"levelname\": \"INFO\"}'");

    final Store store;
    final Web web;
    final List<Endpoint> endpoints;
    final List<String> troubles = new ArrayList<>();
    final Fleet fleet;
    final PlayedProvider provider = new PlayedProvider();
    final Conductor conductor;
    private final Secrets secrets;
    private final Outbox outbox;
    private final SecureRandom random = new SecureRandom();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Path folder;

    Site() throws IOException {
        this(PLAYED);
    }

    /** @param played stands for the command that carries out a run */
    Site(List<String> played) throws IOException {
        this(played, false);
    }

    /** @param privately whether receivers on this host may be told */
    Site(List<String> played, boolean privately) throws IOException {
        folder = Files.createTempDirectory("shakeout-site-");
        store = Store.open("jdbc:sqlite:" + folder.resolve("shakeout.db"));
        fleet = Fleet.start(new Fleet.Parts(
                "here",
                store,
                Machine.local().clock(),
                () -> UUID.randomUUID().toString(),
                random,
                VERSION,
                troubles::add));
        conductor = new Conductor(new Workshop(
                store,
                Machine.local(),
                "here",
                folder.resolve("runs"),
                played,
                MOST_AT_ONCE,
                fleet::door,
                troubles::add));
        var key = SealingKey.parse("00".repeat(32));
        secrets = new Secrets(Optional.of(new Seal(key, random)));
        Outgoing out = Outgoing.of(Map.of(), privately, Optional.empty(), Clock.systemUTC());
        outbox = Outbox.start(
                new Outbox.Parts(
                        store,
                        secrets,
                        out,
                        Clock.systemUTC(),
                        () -> UUID.randomUUID().toString(),
                        random,
                        troubles::add),
                Outbox.Pace.USUAL);
        var signIn = new SignIn(provider.rules(), Clock.systemUTC());
        web = Web.start(new Web.Parts(
                Listening.locally(0),
                VERSION,
                store,
                conductor,
                new Starts(conductor, () -> UUID.randomUUID().toString()),
                fleet,
                secrets,
                out,
                Optional.of(signIn),
                Machine.local().clock(),
                () -> UUID.randomUUID().toString(),
                random,
                troubles::add));
        endpoints = Endpoints.all(new Desk(
                store,
                conductor,
                new Starts(conductor, () -> ""),
                fleet,
                secrets,
                out,
                Optional.of(signIn),
                () -> "",
                random));
        fill();
    }

    private void fill() {
        Instant now = Instant.now();
        store.change(work -> {
            work.environments().add(new Environment(STAGING, "for tries", "", 1, now));
            work.environments().add(new Environment(PRODUCTION, "", "", 1, now));
            var definition = Json.object("title", "slow", "method", Json.of(List.of()));
            work.experiments().add(new ExperimentVersion(EXPERIMENT, "team", 1, "slow", definition, "t", now));
            work.runs()
                    .add(new StoredRun(
                            RUN,
                            EXPERIMENT,
                            1,
                            STAGING,
                            Optional.empty(),
                            Map.of("version", "1.2"),
                            StoredRun.State.WAITING,
                            Optional.empty(),
                            List.of(),
                            "here",
                            1,
                            false,
                            "t",
                            Optional.empty(),
                            now,
                            Optional.empty()));
            work.events().add(RUN, List.of(new RunEvent(1, now, "info", "one"), new RunEvent(2, now, "info", "two")));
            work.journals().add(RUN, "{}");
            return work.runs().end(RUN, Optional.of(Verdict.PASSED), List.of("all well"), now);
        });
    }

    /** A token that nobody has yet. */
    Made token(Role role, Optional<String> environment, Duration life) {
        Instant now = Instant.now();
        return add(new Token(
                UUID.randomUUID().toString(),
                role.word(),
                role,
                environment,
                Optional.empty(),
                "t",
                now,
                Optional.of(now.plus(life)),
                Optional.empty()));
    }

    /** A user that nobody has yet, with what is granted. */
    User user(Grant... grants) {
        Instant now = Instant.now();
        String id = UUID.randomUUID().toString();
        var user = new User(id, "user-" + id, Optional.empty(), Optional.empty(), "t", now, Optional.empty());
        store.change(work -> {
            work.users().add(user);
            List.of(grants).forEach(grant -> work.users().grant(id, grant));
            return user;
        });
        return user;
    }

    static Grant grant(Role role, Optional<String> environment) {
        return new Grant(environment, role, Optional.empty(), "t", Instant.now());
    }

    /** One of a user, with which all may be done that they may. */
    Made token(User owner) {
        return token(owner, Role.ADMIN, Optional.empty());
    }

    Made token(User owner, Role most, Optional<String> environment) {
        return add(new Token(
                UUID.randomUUID().toString(),
                "of " + owner.name(),
                most,
                environment,
                Optional.of(owner.id()),
                "t",
                Instant.now(),
                Optional.empty(),
                Optional.empty()));
    }

    /** As a sign-in makes one. */
    Made session(User owner, Duration life) {
        Instant now = Instant.now();
        return add(new Token(
                UUID.randomUUID().toString(),
                "single sign-on",
                Role.ADMIN,
                Optional.empty(),
                Optional.of(owner.id()),
                Token.NOBODY,
                now,
                Optional.of(now.plus(life)),
                Optional.empty()));
    }

    private Made add(Token token) {
        Secret secret = Secret.create(random);
        store.change(work -> {
            work.tokens().add(token, secret);
            return token;
        });
        return new Made(token.id(), secret.text());
    }

    String admin() {
        return token(Role.ADMIN, Optional.empty(), Duration.ofHours(1)).secret();
    }

    record Made(String id, String secret) {}

    /**
     * A request that an endpoint should take.
     *
     * @param path with its query
     * @param body empty for none
     */
    record Sample(String path, Map<String, String> headers, Optional<Json.Obj> body) {
        Sample with(String name, String value) {
            var more = new LinkedHashMap<>(headers);
            more.put(name, value);
            return new Sample(path, more, body);
        }

        Sample with(Json.Obj other) {
            return new Sample(path, headers, Optional.of(other));
        }
    }

    /** About staging, wherever an environment is named. Nothing is halted but what it is to release. */
    Sample sample(Endpoint endpoint) {
        setHalts(endpoint.id());
        String path = endpoint.path(variable -> switch (variable) {
            case "experiment" ->
                switch (endpoint.id()) {
                    case "putExperiment" -> UUID.randomUUID().toString();
                    case "deleteExperiment" -> experiment();
                    default -> EXPERIMENT;
                };
            case "environment" -> STAGING;
            case "version" -> "1";
            case "run" ->
                List.of("approveRun", "rejectRun").contains(endpoint.id())
                        ? pending(UUID.randomUUID().toString())
                        : RUN;
            case "schedule" ->
                endpoint.id().equals("putSchedule") ? UUID.randomUUID().toString() : schedule();
            case "enrolment" -> enrolment(Map.of()).id();
            case "agent" -> agent();
            case "approval" -> approval();
            case "finding" -> finding();
            case "rollout" -> rollout();
            case "channel" ->
                endpoint.id().equals("putChannel") ? UUID.randomUUID().toString() : channel();
            case "user" ->
                user(grant(Role.VIEWER, Optional.of(STAGING)), grant(Role.VIEWER, Optional.empty()))
                        .name();
            case "token" ->
                token(Role.VIEWER, Optional.of(STAGING), Duration.ofHours(1)).id();
            default -> throw new IllegalStateException("no example of {" + variable + "}");
        });
        String query = endpoint.scope() == Scope.QUERY ? "?environment=" + STAGING : "";
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

    /** A new one in staging that waits for approvals. */
    String pending(String requestedBy) {
        String id = UUID.randomUUID().toString();
        Instant now = Instant.now();
        store.change(work -> work.runs()
                .add(new StoredRun(
                                id,
                                EXPERIMENT,
                                1,
                                STAGING,
                                Optional.empty(),
                                Map.of(),
                                StoredRun.State.PENDING,
                                Optional.empty(),
                                List.of(),
                                "",
                                1,
                                false,
                                requestedBy,
                                Optional.empty(),
                                now,
                                Optional.empty())
                        .pending(new StoredRun.Awaited("two people", now.plus(Duration.ofHours(1))))));
        return id;
    }

    /** A new one that nothing names. */
    private String experiment() {
        String name = UUID.randomUUID().toString();
        var definition = Json.object("title", name, "method", Json.of(List.of()));
        store.change(work ->
                work.experiments().add(new ExperimentVersion(name, "team", 1, name, definition, "t", Instant.now())));
        return name;
    }

    /** A new one in staging. */
    String finding() {
        String id = UUID.randomUUID().toString();
        Instant now = Instant.now();
        store.change(work -> {
            work.known()
                    .add(new KnownFinding(
                            id,
                            EXPERIMENT,
                            STAGING,
                            "title " + id,
                            "api",
                            "p95 3 s",
                            now,
                            now,
                            RUN,
                            1,
                            now,
                            new KnownFinding.Standing(
                                    KnownFinding.Status.OPEN, "", "", "", Optional.empty(), Optional.empty(), now),
                            Optional.empty()));
            return id;
        });
        return id;
    }

    /** One that was given ahead of time, by whoever. */
    private String approval() {
        String id = UUID.randomUUID().toString();
        Instant now = Instant.now();
        store.change(work -> {
            work.approvals()
                    .add(new GivenApproval(
                            id,
                            EXPERIMENT,
                            1,
                            "0a",
                            STAGING,
                            Optional.empty(),
                            "t",
                            now,
                            Optional.of(now.plus(Duration.ofHours(1))),
                            Optional.empty(),
                            Optional.empty()));
            return id;
        });
        return id;
    }

    /** A new one in staging, with a start that was skipped. */
    private String schedule() {
        String name = UUID.randomUUID().toString();
        Instant now = Instant.now();
        var schedule = new Schedule(
                name,
                1,
                new Schedule.Job(EXPERIMENT, Optional.of(1L), STAGING, Map.of("team", "payments")),
                Timing.of("every Tuesday at 10:00", "Europe/Berlin"),
                new Schedule.Rules(
                        Concurrency.REPLACE,
                        new Missed.Once(Duration.ofHours(2)),
                        Duration.ofMinutes(5),
                        List.of(new Blackout(
                                LocalDate.parse("2026-12-24"), LocalDate.parse("2026-12-26"), "Christmas"))),
                true,
                "t",
                now);
        store.change(work -> {
            new Timetable(() -> UUID.randomUUID().toString(), random).write(schedule, work);
            work.starts().add(new ScheduledStart(name, now, now, ScheduledStart.Outcome.STARTED, "", Optional.of(RUN)));
            return work;
        });
        return name;
    }

    /** For staging; nobody has joined by it. */
    Made enrolment(Map<String, String> labels) {
        Secret secret = Secret.create(random);
        Instant now = Instant.now();
        var enrolment = new Enrolment(
                UUID.randomUUID().toString(),
                STAGING,
                labels,
                "t",
                now,
                now.plus(Duration.ofHours(1)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        store.change(work -> {
            work.enrolments().add(enrolment, secret);
            return enrolment;
        });
        return new Made(enrolment.id(), secret.text());
    }

    /** One that has joined in staging, and is not connected. */
    private String agent() {
        String id = UUID.randomUUID().toString();
        Instant now = Instant.now();
        var agent = new EnrolledAgent(
                id,
                "key of " + id,
                enrolment(Map.of()).id(),
                STAGING,
                new EnrolledAgent.Said("web-1", Json.object("kernel", "6"), Json.Obj.EMPTY, VERSION),
                Map.of("rack", "7"),
                now,
                now,
                Optional.empty(),
                Optional.empty());
        store.change(work -> {
            work.agents().add(agent);
            return agent;
        });
        return id;
    }

    /** A new one for staging, told of nothing that runs here do, that may not be reached. */
    private String channel() {
        String name = UUID.randomUUID().toString();
        Instant now = Instant.now();
        var channel = new Channel(
                name,
                1,
                Optional.of(STAGING),
                "webhook",
                Json.Obj.EMPTY,
                "127.0.0.1",
                secrets.sealed(Json.object("url", "http://127.0.0.1:9/"), name),
                new Channel.Rules(Set.of(Occasion.END), Set.of(Verdict.UNSAFE), Duration.ZERO, false, false),
                "t",
                now);
        store.change(work -> {
            work.channels().add(channel);
            var notice = new Notice("msg_" + name, Occasion.END, now, Map.of("verdict", "unsafe"));
            work.messages().add(StoredMessage.fresh(name, Optional.of(RUN), notice, Duration.ZERO, false));
            return channel;
        });
        return name;
    }

    /** A new one in staging, whose first stage wants approval. */
    private String rollout() {
        String id = UUID.randomUUID().toString();
        var rollout = new Rollout(
                id,
                EXPERIMENT,
                1,
                Map.of("version", "1.2"),
                Rollout.State.WAITING,
                "",
                List.of(
                        Stage.ordered(1, STAGING, Optional.of(AtMost.parse("5%")), Duration.ofMinutes(5), true),
                        Stage.ordered(2, STAGING, Optional.empty(), Duration.ZERO, false)),
                "t",
                Optional.empty(),
                Instant.now(),
                Optional.empty());
        store.change(work -> work.rollouts().add(rollout));
        return id;
    }

    private void setHalts(String id) {
        store.change(work -> {
            work.halts().all().forEach(halt -> work.halts().remove(halt.environment()));
            return switch (id) {
                case "releaseAll" -> work.halts().add(new Halt(Optional.empty(), "why", "t", Instant.now()));
                case "releaseEnvironment" ->
                    work.halts().add(new Halt(Optional.of(STAGING), "why", "t", Instant.now()));
                default -> false;
            };
        });
    }

    private String etag() {
        return Precondition.etag(store.read(
                work -> work.environments().find(STAGING).orElseThrow().version()));
    }

    private Optional<Json.Obj> body(Endpoint endpoint) {
        return endpoint.takes().map(_ -> switch (endpoint.id()) {
            case "putExperiment" -> Json.object("owner", "team", "definition", Json.object("title", "quick"));
            case "putEnvironment" -> Json.object("description", "for more tries");
            case "startRun" -> Json.object("experiment", EXPERIMENT, "environment", STAGING);
            case "startRollout" ->
                Json.object(
                        "experiment",
                        EXPERIMENT,
                        "stages",
                        Json.of(List.of(
                                Json.object("environment", STAGING, "at-most", "1", "bake", "10m"),
                                Json.object("environment", STAGING, "approval", true))));
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
                        STAGING,
                        "version",
                        1,
                        "expires",
                        Instant.now().plus(Duration.ofHours(1)).toString());
            case "haltAll", "haltEnvironment" -> Json.object("reason", "it burns");
            case "putSchedule" ->
                Json.object(
                        "experiment",
                        EXPERIMENT,
                        "environment",
                        STAGING,
                        "when",
                        "every Tuesday at 10:00",
                        "time-zone",
                        "Europe/Berlin",
                        "blackout",
                        Json.of(List.of(Json.object("from", "2026-12-24", "reason", "Christmas"))));
            case "makeEnrolment" ->
                Json.object("environment", STAGING, "labels", Json.object("rack", "*"), "valid", "10m");
            case "putChannel" ->
                Json.object(
                        "environment",
                        STAGING,
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
            case "makeToken" -> Json.object("name", "ci", "role", "viewer", "environment", STAGING);
            default -> throw new IllegalStateException("no example of what " + endpoint.id() + " takes");
        });
    }

    /** What is next of a schedule is due now. */
    void ring(String schedule) {
        Planned planned = store.read(work -> work.schedules().find(schedule)).orElseThrow();
        var clock = Clock.fixed(planned.at(), ZoneOffset.UTC);
        var starts = new Starts(conductor, () -> UUID.randomUUID().toString());
        new DueStarts(store, starts, conductor, clock, random).of(planned.timer());
    }

    /** A timer rings for a run that waits for approvals, at this moment. */
    void decide(String run, Instant now) {
        new ApprovedStarts(store, conductor, Clock.fixed(now, ZoneOffset.UTC)).of(Timers.ofPending(run, "test"));
    }

    HttpResponse<String> send(Endpoint endpoint, Sample sample, Optional<String> token) throws Exception {
        return send(endpoint.verb().name(), sample, token);
    }

    HttpResponse<String> send(String verb, Sample sample, Optional<String> token) throws Exception {
        var request = HttpRequest.newBuilder(at(sample.path()))
                .timeout(Duration.ofSeconds(20))
                .method(
                        verb,
                        sample.body()
                                .map(body -> BodyPublishers.ofString(body.compact()))
                                .orElse(BodyPublishers.noBody()));
        if (sample.body().isPresent() && !sample.headers().containsKey("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        sample.headers().forEach(request::header);
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** As whoever has the disk reads them. */
    List<String> filesOfTheDatabase() throws IOException {
        try (var files = Files.list(folder)) {
            var texts = new ArrayList<String>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                texts.add(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
            return texts;
        }
    }

    /** The body of an answer. */
    static Json.Obj json(HttpResponse<String> response) {
        return (Json.Obj) JsonReader.read(response.body());
    }

    /** How many changes somebody made; that a run ended is nobody's doing. */
    long changes() {
        return store.read(work -> work.audit().after(0, Integer.MAX_VALUE)).stream()
                .filter(entry -> !entry.actor().equals(Token.NOBODY))
                .count();
    }

    URI at(String path) {
        return URI.create("http://127.0.0.1:" + web.port() + path);
    }

    @Override
    public void close() throws IOException {
        client.close();
        fleet.close();
        web.close();
        conductor.close();
        outbox.close();
        store.close();
        provider.close();
        new TemporaryFolder(folder).close();
    }
}
