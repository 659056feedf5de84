package dev.shakeout.server.notify;

import dev.shakeout.model.Json;
import dev.shakeout.model.Verdict;
import dev.shakeout.server.access.Extent;
import dev.shakeout.server.access.Role;
import dev.shakeout.server.access.Secret;
import dev.shakeout.server.access.Token;
import dev.shakeout.server.channel.Channel;
import dev.shakeout.server.channel.Notice;
import dev.shakeout.server.channel.Occasion;
import dev.shakeout.server.channel.Outgoing;
import dev.shakeout.server.sealing.Seal;
import dev.shakeout.server.sealing.SealingKey;
import dev.shakeout.server.store.Environment;
import dev.shakeout.server.store.ExperimentVersion;
import dev.shakeout.server.store.Store;
import dev.shakeout.server.store.StoredMessage;
import dev.shakeout.server.store.StoredRun;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** A store with runs of staging and production, and channels to receivers on this host. */
final class Told implements AutoCloseable {
    static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
    /** So quick that tests need not wait, and so patient that they may be slow. */
    static final Outbox.Pace QUICK = new Outbox.Pace(
            Duration.ofMillis(20),
            Duration.ofMillis(1500),
            Duration.ofMillis(20),
            Duration.ofMillis(50),
            Duration.ofDays(4000));

    final Store store;
    final List<String> troubles = new CopyOnWriteArrayList<>();
    private final Secrets secrets =
            new Secrets(Optional.of(new Seal(SealingKey.parse("00".repeat(32)), new SecureRandom())));

    /** @param url of a database that may have been used by another one */
    Told(String url) {
        store = Store.open(url);
    }

    Told filled() {
        store.change(work -> {
            work.environments().add(new Environment("staging", "", "", 1, NOON));
            work.environments().add(new Environment("production", "", "", 1, NOON));
            var definition = Json.object("title", "slow", "method", Json.of(List.of()));
            work.experiments().add(new ExperimentVersion("slow", "team", 1, "slow", definition, "t", NOON));
            var token = new Token(
                    "t",
                    "ci",
                    Role.OPERATOR,
                    Optional.empty(),
                    Optional.empty(),
                    "t0",
                    NOON,
                    Optional.empty(),
                    Optional.empty());
            work.tokens().add(token, new Secret("shakeout_of-ci"));
            return work;
        });
        return this;
    }

    StoredRun run(String id, String environment) {
        var run = StoredRun.waiting(
                id, "slow", 1, environment, Optional.empty(), Map.of(), "here", "t", Optional.empty(), NOON);
        store.change(work -> work.runs().add(run));
        return run;
    }

    static Channel.Rules on(Occasion... occasions) {
        return new Channel.Rules(Set.of(occasions), Set.of(), Duration.ZERO, false, false);
    }

    static Channel.Rules before(Duration lead, boolean must) {
        return new Channel.Rules(Set.of(Occasion.BEFORE), Set.of(), lead, must, false);
    }

    static Channel.Rules ends(Verdict... verdicts) {
        return new Channel.Rules(Set.of(Occasion.END), Set.of(verdicts), Duration.ZERO, false, false);
    }

    void channel(String name, Optional<String> environment, String url, Channel.Rules rules) {
        channel(name, environment, "webhook", Json.object("url", url), rules);
    }

    void channel(String name, Optional<String> environment, String kind, Json.Obj secret, Channel.Rules rules) {
        store.change(work -> work.channels()
                .add(new Channel(
                        name,
                        1,
                        environment,
                        kind,
                        Json.Obj.EMPTY,
                        "here",
                        secrets.sealed(secret, name),
                        rules,
                        "t",
                        NOON)));
    }

    void message(String id, String channel, Optional<String> run, Occasion occasion) {
        var notice = new Notice(
                id,
                occasion,
                NOON,
                run.map(name -> Map.of("experiment", "slow", "run", name)).orElseGet(() -> Map.of("environment", id)));
        store.change(work -> {
            work.messages().add(StoredMessage.fresh(channel, run, notice, Duration.ZERO, false));
            return work;
        });
    }

    /** Oldest first. */
    List<StoredMessage> messages(String channel) {
        return store.read(work -> work.messages().page(channel, Extent.ALL, Optional.empty(), 1_000))
                .items()
                .reversed();
    }

    StoredMessage only(String channel) {
        List<StoredMessage> all = messages(channel);
        if (all.size() != 1) {
            throw new AssertionError(all.toString());
        }
        return all.getFirst();
    }

    Outbox outbox(Outbox.Pace pace) {
        return outbox(pace, secrets);
    }

    Outbox outbox(Outbox.Pace pace, Secrets keys) {
        var out = Outgoing.of(Map.of(), true, Optional.empty(), Clock.systemUTC());
        return Outbox.start(
                new Outbox.Parts(
                        store,
                        keys,
                        out,
                        Clock.systemUTC(),
                        () -> UUID.randomUUID().toString(),
                        new Random(7),
                        troubles::add),
                pace);
    }

    @Override
    public void close() {
        store.close();
    }
}
