package dev.shakeout.server.web;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.TemporaryFolder;
import dev.shakeout.model.Json;
import dev.shakeout.server.access.Token;
import dev.shakeout.server.channel.Outgoing;
import dev.shakeout.server.fleet.Fleet;
import dev.shakeout.server.notify.Outbox;
import dev.shakeout.server.notify.Secrets;
import dev.shakeout.server.run.ApprovedStarts;
import dev.shakeout.server.run.Conductor;
import dev.shakeout.server.run.DueStarts;
import dev.shakeout.server.run.Starts;
import dev.shakeout.server.run.Workshop;
import dev.shakeout.server.sealing.Seal;
import dev.shakeout.server.sealing.SealingKey;
import dev.shakeout.server.signin.PlayedProvider;
import dev.shakeout.server.signin.SignIn;
import dev.shakeout.server.store.Planned;
import dev.shakeout.server.store.Store;
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
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    final People people;
    final Fixtures fixtures;
    final Samples samples;
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
        var secrets = new Secrets(Optional.of(new Seal(key, random)));
        fixtures = new Fixtures(store, secrets, random);
        people = new People(store, random);
        samples = new Samples(fixtures, people, provider);
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
        fixtures.fill();
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
