package dev.shakeout.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.agent.AgentKey;
import dev.shakeout.agent.FleetMessage;
import dev.shakeout.agent.FleetMessage.Welcome;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Json;
import dev.shakeout.server.fleet.Fleet;
import dev.shakeout.server.store.AuditEntry;
import dev.shakeout.server.store.EnrolledAgent;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is let into the fleet, who is cut off, and that nobody else notices. */
class FleetTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<PlayedAgent> dialled = new ArrayList<>();
    private Site site;
    private Path folder;

    @BeforeEach
    void start(@TempDir Path empty) throws Exception {
        folder = empty;
        site = new Site();
    }

    @AfterEach
    void end() throws Exception {
        dialled.forEach(PlayedAgent::close);
        client.close();
        site.close();
        assertThat(site.troubles).isEmpty();
    }

    private AgentKey key(String name) throws Exception {
        return AgentKey.in(folder.resolve(name));
    }

    private PlayedAgent dial() throws Exception {
        var agent = new PlayedAgent(site, client);
        dialled.add(agent);
        return agent;
    }

    private Optional<String> token(Map<String, String> labels) {
        return Optional.of(site.fixtures.enrolment(labels).secret());
    }

    private EnrolledAgent stored(String id) {
        return site.store.read(work -> work.agents().find(id)).orElseThrow();
    }

    private boolean connected(String id) {
        return stored(id).connected(Instant.now());
    }

    private List<AuditEntry> told(String action) {
        return site.store.read(work -> work.audit().after(0, 1000)).stream()
                .filter(entry -> entry.action().equals(action))
                .toList();
    }

    @Test
    void anAgentJoinsByATokenAndComesBackByItsKey() throws Exception {
        AgentKey key = key("a");
        Optional<String> token = token(Map.of("role", "db", "rack", "*"));
        PlayedAgent first = dial();
        first.say(first.hello(key, token, Map.of("rack", "7"), Site.VERSION).signed(key));
        var welcome = (Welcome) first.hear();
        assertThat(welcome.environment()).isEqualTo(Site.STAGING);
        assertThat(welcome.labels()).isEqualTo(Map.of("role", "db", "rack", "7"));
        assertThat(connected(welcome.id())).isTrue();
        assertThat(told("agent.enrol")).hasSize(1).allSatisfy(entry -> {
            assertThat(entry.actor()).startsWith("enrolment/");
            assertThat(entry.subject()).isEqualTo("agent/" + welcome.id());
        });
        first.say(new FleetMessage.Alive());
        assertThat(first.hear()).isEqualTo(new FleetMessage.Alive());

        first.socket.abort(); // without a word
        await().atMost(SOON).until(() -> !connected(welcome.id()));

        assertThat(dial().join(key, Optional.empty()).id()).isEqualTo(welcome.id());
        // the answer to its first try may have been lost on its way
        assertThat(dial().join(key, token).id()).isEqualTo(welcome.id());
        assertThat(told("agent.enrol")).hasSize(1);
        assertThat(told("agent.refuse")).isEmpty();
        Json.Obj answer = Site.json(site.send(
                "GET",
                new Sample(Endpoints.API + "/agents/" + welcome.id(), Map.of(), Optional.empty()),
                Optional.of(site.people.admin())));
        assertThat(answer.get("facts")).contains(Json.object("kernel", "6"));
        assertThat(answer.get("rungs").map(Json::compact)).contains("{\"cpu/load\":[\"stressor\"]}");
        assertThat(answer.get("fingerprint")).contains(Json.of(AgentKey.fingerprint(key.text())));
    }

    @Test
    void aTokenLetsInOneAlone() throws Exception {
        Optional<String> token = token(Map.of());
        dial().join(key("a"), token);
        AgentKey thief = key("b");
        for (int i = 0; i < 12; i++) {
            PlayedAgent replay = dial();
            replay.say(replay.hello(thief, token, Map.of(), Site.VERSION).signed(thief));
            assertThat(replay.refused()).contains("lets in nobody", "was used at");
        }
        assertThat(told("agent.refuse"))
                .as("told, but not for ever")
                .hasSize(10)
                .allSatisfy(entry -> assertThat(entry.details().get("fingerprint"))
                        .contains(Json.of(AgentKey.fingerprint(thief.text()))));
        assertThat(site.store.<Integer>read(work -> work.agents().all().size())).isEqualTo(1);
    }

    @Test
    void ofManyAtOnceOneIsLetIn() throws Exception {
        Optional<String> token = token(Map.of());
        var together = new CountDownLatch(1);
        var answers = new ArrayList<Future<FleetMessage>>();
        try (var threads = Executors.newCachedThreadPool()) {
            for (int i = 0; i < 8; i++) {
                AgentKey key = key("k" + i);
                PlayedAgent agent = dial();
                answers.add(threads.submit(() -> {
                    together.await();
                    agent.say(agent.hello(key, token, Map.of(), Site.VERSION).signed(key));
                    return agent.hear();
                }));
            }
            together.countDown();
        }
        int in = 0;
        for (var answer : answers) {
            in += answer.get() instanceof Welcome ? 1 : 0;
        }
        assertThat(in).isEqualTo(1);
    }

    @Test
    void whoIsNotKnownOrNotAllowedIsToldWhy() throws Exception {
        AgentKey key = key("a");
        PlayedAgent unknown = dial();
        unknown.say(unknown.hello(key, Optional.empty(), Map.of(), Site.VERSION).signed(key));
        assertThat(unknown.refused()).contains("does not know this agent", "enrolments");
        PlayedAgent guessing = dial();
        guessing.say(guessing.hello(key, Optional.of("shakeout_guess"), Map.of(), Site.VERSION)
                .signed(key));
        assertThat(guessing.refused()).contains("nobody has made this token");
        Made made = site.fixtures.enrolment(Map.of("rack", "7"));
        PlayedAgent wishing = dial();
        wishing.say(wishing.hello(key, Optional.of(made.secret()), Map.of("role", "db"), Site.VERSION)
                .signed(key));
        assertThat(wishing.refused()).contains("does not let it have the label role=db");
        PlayedAgent others = dial();
        others.say(others.hello(key, Optional.of(made.secret()), Map.of("rack", "8"), Site.VERSION)
                .signed(key));
        assertThat(others.refused()).contains("rack=8");
        assertThat(dial().join(key, Optional.of(made.secret())).labels())
                .as("the token is still good")
                .isEqualTo(Map.of("rack", "7"));
        Made taken = site.fixtures.enrolment(Map.of());
        site.store.<Boolean>change(work -> work.enrolments().revoke(taken.id(), Instant.now()));
        AgentKey late = key("b");
        PlayedAgent revoked = dial();
        revoked.say(revoked.hello(late, Optional.of(taken.secret()), Map.of(), Site.VERSION)
                .signed(late));
        assertThat(revoked.refused()).contains("it was revoked at");
    }

    @ParameterizedTest
    @CsvSource({"1.1.9, true", "1.3.0, true", "1.4.0, false", "1.0.0, false", "2.2.0, false", "nightly, false"})
    void releasesMayBeOneApart(String version, boolean works) throws Exception {
        AgentKey key = key("a");
        PlayedAgent agent = dial();
        agent.say(agent.hello(key, token(Map.of()), Map.of(), version).signed(key));
        FleetMessage answer = agent.hear();
        assertThat(answer instanceof Welcome).as(answer.text()).isEqualTo(works);
        if (answer instanceof FleetMessage.Refused(var why, var forGood)) {
            assertThat(why).contains("one minor release apart");
            assertThat(forGood).as("it may be renewed").isFalse();
        }
    }

    @Test
    void nobodyIsAnother() throws Exception {
        AgentKey honest = key("a");
        AgentKey liar = key("b");
        PlayedAgent known = dial();
        String id = known.join(honest, token(Map.of())).id();

        PlayedAgent withAKeyOfAnother = dial();
        var claim = withAKeyOfAnother.hello(honest, Optional.empty(), Map.of(), Site.VERSION);
        withAKeyOfAnother.say(claim.signed(liar));
        assertThat(withAKeyOfAnother.refused()).contains("not signed by the key that it names");

        PlayedAgent withWordsOfAnother = dial();
        var overheard = known.hello(honest, Optional.empty(), Map.of(), Site.VERSION);
        withWordsOfAnother.say(overheard.signed(honest));
        assertThat(withWordsOfAnother.refused()).contains("said to somebody else");

        known.say(new FleetMessage.Alive());
        assertThat(known.hear()).as("the honest one stays").isEqualTo(new FleetMessage.Alive());
        assertThat(connected(id)).isTrue();
    }

    @Test
    void garbageAndFloodsEndTheirOwnConnectionAlone() throws Exception {
        PlayedAgent honest = dial();
        honest.join(key("a"), token(Map.of()));
        for (String garbage : List.of(
                "",
                "{",
                "[]",
                "{\"says\":\"hail\"}",
                "{\"says\":\"alive\"}",
                new Welcome("x", "y", Map.of()).text(),
                "[".repeat(100_000))) {
            PlayedAgent liar = dial();
            liar.say(garbage);
            liar.awaitEnd();
        }
        PlayedAgent known = dial();
        String id = known.join(key("b"), token(Map.of())).id();
        known.say(new Welcome("x", "y", Map.of()));
        known.awaitEnd();
        await().atMost(SOON).until(() -> !connected(id));

        PlayedAgent flooding = dial();
        flooding.join(key("c"), token(Map.of()));
        flood(flooding, new FleetMessage.Alive().text());
        PlayedAgent endless = dial();
        flood(endless, "x".repeat(50_000));

        honest.say(new FleetMessage.Alive());
        assertThat(honest.hear()).isEqualTo(new FleetMessage.Alive());
    }

    /** In parts of one text, or as many texts, until the server has enough. */
    private static void flood(PlayedAgent agent, String text) {
        boolean whole = text.length() < 1000;
        await().atMost(SOON).until(() -> {
            try {
                for (int i = 0; i < 100; i++) {
                    agent.socket.sendText(text, whole).get();
                }
                return false;
            } catch (Exception _) {
                return true;
            }
        });
    }

    @Test
    void whoIsRevokedIsCutOffAtOnceAndStaysOut() throws Exception {
        AgentKey key = key("a");
        PlayedAgent agent = dial();
        String id = agent.join(key, token(Map.of())).id();
        PlayedAgent other = dial();
        other.join(key("b"), token(Map.of()));

        var revoke = new Sample(Endpoints.API + "/agents/" + id, Map.of(), Optional.empty());
        assertThat(site.send("DELETE", revoke, Optional.of(site.people.admin())).statusCode())
                .isEqualTo(200);

        assertThat(agent.refused()).isEqualTo("it was revoked");
        PlayedAgent again = dial();
        again.say(again.hello(key, token(Map.of()), Map.of(), Site.VERSION).signed(key));
        assertThat(again.refused()).contains("it was revoked at");
        other.say(new FleetMessage.Alive());
        assertThat(other.hear()).isEqualTo(new FleetMessage.Alive());
    }

    /** As when its host has lost the first one, and nobody has noticed yet. */
    @Test
    void aNewConnectionTakesThePlaceOfTheOld() throws Exception {
        AgentKey key = key("a");
        PlayedAgent old = dial();
        String id = old.join(key, token(Map.of())).id();
        PlayedAgent next = dial();
        assertThat(next.join(key, Optional.empty()).id()).isEqualTo(id);
        assertThat(old.refused()).contains("has taken its place");
        next.say(new FleetMessage.Alive());
        assertThat(next.hear()).isEqualTo(new FleetMessage.Alive());
        assertThat(connected(id)).isTrue();
    }

    /** Another server at the same database is asked to revoke it, or hears of it. */
    @Test
    void serversKnowOfEachOthersAgentsByTheStore() throws Exception {
        PlayedAgent agent = dial();
        String id = agent.join(key("a"), token(Map.of())).id();
        try (Fleet other = Fleet.start(new Fleet.Parts(
                "there",
                site.store,
                Machine.local().clock(),
                () -> UUID.randomUUID().toString(),
                new SecureRandom(),
                Site.VERSION,
                site.troubles::add))) {
            site.store.<Boolean>change(work -> work.agents().revoke(id, Instant.now()));
            other.look();
            assertThat(agent.refused()).isEqualTo("it was revoked");
        }
    }
}
