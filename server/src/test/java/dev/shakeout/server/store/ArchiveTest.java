package dev.shakeout.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.shakeout.model.AtMost;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Verdict;
import dev.shakeout.server.access.Extent;
import dev.shakeout.server.access.Grant;
import dev.shakeout.server.access.Grants;
import dev.shakeout.server.access.Party;
import dev.shakeout.server.access.Role;
import dev.shakeout.server.access.Secret;
import dev.shakeout.server.access.Token;
import dev.shakeout.server.access.User;
import dev.shakeout.server.channel.Channel;
import dev.shakeout.server.channel.Notice;
import dev.shakeout.server.channel.Occasion;
import dev.shakeout.server.channel.Sent;
import dev.shakeout.server.rollout.Rollout;
import dev.shakeout.server.rollout.Stage;
import dev.shakeout.server.schedule.Concurrency;
import dev.shakeout.server.schedule.Missed;
import dev.shakeout.server.schedule.Schedule;
import dev.shakeout.server.schedule.Timing;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** All that a store holds comes back out of an archive, from either database into either. */
class ArchiveTest {
    private static final Instant NOW = Instant.parse("2026-02-03T10:00:00.123Z");
    private static final Instant LATER = NOW.plusSeconds(3600);

    private static final Rollout ROLLOUT = new Rollout(
            "r1",
            "slow",
            1,
            Map.of("version", "7"),
            Rollout.State.WAITING,
            "",
            List.of(
                    Stage.ordered(1, "staging", Optional.of(AtMost.parse("1")), Duration.ofMinutes(5), false),
                    Stage.ordered(2, "staging", Optional.empty(), Duration.ZERO, true)),
            "t1",
            Optional.of("key"),
            NOW,
            Optional.empty());

    private final Secret secret = Secret.create(new SecureRandom());
    private final List<Store> opened = new ArrayList<>();

    private Store open(String url) {
        Store store = Store.open(url);
        opened.add(store);
        return store;
    }

    @AfterEach
    void close() {
        opened.forEach(Store::close);
    }

    private static StoredRun run(String id) {
        return StoredRun.waiting(
                id,
                "slow",
                1,
                "staging",
                Optional.of(AtMost.parse("5%")),
                Map.of("version", "1 \"ü\""),
                "server-1",
                "t1",
                Optional.of("key-" + id),
                NOW);
    }

    private static final User ADA = new User(
            "u1",
            "ada",
            Optional.empty(),
            Optional.of(new User.Subject("https://a.example.org", "s1")),
            "t1",
            NOW,
            Optional.empty());

    private void fill(Store store) {
        store.change(work -> {
            work.environments().add(new Environment("staging", "line\nbreak", "", 1, NOW));
            work.experiments()
                    .add(new ExperimentVersion("slow", "me", 1, "slow", Json.object("title", "slow"), "t1", NOW));
            work.runs().add(run("done"));
            work.runs().add(run("open"));
            work.runs().begin("done");
            work.runs().end("done", Optional.of(Verdict.PASSED), List.of("well"), NOW.plusSeconds(9));
            work.runs().begin("open");
            work.events().add("done", List.of(new RunEvent(1, NOW, "INFO", "it began")));
            work.journals().add("done", "{\"status\": \"completed\"}");
            work.users().add(ADA);
            work.users().grant("u1", new Grant(Optional.empty(), Role.ADMIN, Optional.empty(), "t1", NOW));
            work.users().cameBy("h1", NOW.plusSeconds(9), NOW);
            work.tokens()
                    .add(
                            new Token(
                                    "t1",
                                    "first",
                                    Role.ADMIN,
                                    Optional.empty(),
                                    Optional.of("u1"),
                                    Token.NOBODY,
                                    NOW,
                                    Optional.empty(),
                                    Optional.empty()),
                            secret);
            work.enrolments()
                    .add(
                            new Enrolment(
                                    "e1",
                                    "staging",
                                    Map.of("rack", Enrolment.FREE),
                                    "t1",
                                    NOW,
                                    LATER,
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty()),
                            Secret.create(new SecureRandom()));
            work.agents()
                    .add(new EnrolledAgent(
                            "a1",
                            "fingerprint",
                            "e1",
                            "staging",
                            new EnrolledAgent.Said("web-1", Json.object("kernel", "6"), Json.Obj.EMPTY, "1.2"),
                            Map.of("rack", "7"),
                            NOW,
                            NOW,
                            Optional.of("with a server of then"),
                            Optional.empty()));
            work.halts().add(new Halt(Optional.of("staging"), "enough", "t1", NOW));
            work.channels().add(CHANNEL);
            work.messages().add(message("sent"));
            work.messages().claim("ops", "c", NOW, LATER);
            work.messages().sent("sent", "c", new Sent.Delivered("answered 200", Optional.of("7")), NOW);
            work.messages().add(message("waits"));
            work.rollouts().add(ROLLOUT);
            for (int i = 0; i < 1200; i++) {
                work.audit().append(NOW, "t1", "run.start", "run/" + i, Json.object("number", i));
            }
            return work;
        });
        store.change(work -> work.schedules().add(weekly()));
    }

    private static final Channel CHANNEL = new Channel(
            "ops",
            1,
            Optional.empty(),
            "webhook",
            Json.object("template", "{{words}}"),
            "hooks.example.org",
            "key:encrypted",
            new Channel.Rules(Set.of(Occasion.END), Set.of(Verdict.UNSAFE), Duration.ofMinutes(5), true, false),
            "t1",
            NOW);

    private static StoredMessage message(String id) {
        var notice = new Notice(id, Occasion.END, NOW, Map.of("run", "done"));
        return StoredMessage.fresh("ops", Optional.of("done"), notice, Duration.ZERO, false);
    }

    private static Planned weekly() {
        var schedule = new Schedule(
                "weekly",
                1,
                new Schedule.Job("slow", Optional.empty(), "staging", Map.of()),
                Timing.of("every Tuesday at 10:00", "Europe/Berlin"),
                new Schedule.Rules(Concurrency.FORBID, new Missed.Skip(), Duration.ZERO, List.of()),
                true,
                "t1",
                NOW);
        return new Planned(schedule, "timer-1", NOW.plusSeconds(5), NOW.plusSeconds(6));
    }

    private static String archived(String url) throws IOException {
        var lines = new StringWriter();
        long rows = Archive.write(url, NOW, lines);
        assertThat(lines.toString().lines()).hasSize((int) rows + 2);
        return lines.toString();
    }

    private static long read(String text, Store store) throws IOException {
        return Archive.read(new BufferedReader(new StringReader(text)), LATER, store);
    }

    @ParameterizedTest
    @CsvSource({"SQLITE, SQLITE", "SQLITE, POSTGRESQL", "POSTGRESQL, SQLITE", "POSTGRESQL, POSTGRESQL"})
    void allComesBack(Databases from, Databases into) throws IOException {
        String url = from.url();
        fill(open(url));
        String text = archived(url);
        String other = into.url();
        Store store = open(other);

        assertThat(read(text, store)).isGreaterThan(1200);

        assertThat(store.read(work -> work.parties().of(secret)).orElseThrow().party())
                .isEqualTo(new Party.OfUser(ADA, Grants.of(Role.ADMIN, Optional.empty())));
        assertThat(store.<Boolean>change(work -> work.users().cameBy("h1", NOW.plusSeconds(9), NOW)))
                .as("an ID token that was used before is used there too")
                .isFalse();
        assertThat(store.read(work -> work.tokens().of(secret)).orElseThrow().name())
                .isEqualTo("first");
        StoredRun done = store.read(work -> work.runs().find("done")).orElseThrow();
        assertThat(done.verdict()).contains(Verdict.PASSED);
        assertThat(done.labels()).containsEntry("version", "1 \"ü\"");
        StoredRun open = store.read(work -> work.runs().find("open")).orElseThrow();
        assertThat(open.state()).isEqualTo(StoredRun.State.ENDED);
        assertThat(open.verdict()).isEmpty();
        assertThat(open.endedAt()).contains(LATER);
        assertThat(open.reasons().getFirst()).contains("had not ended when the backup was made");
        EnrolledAgent agent = store.read(work -> work.agents().find("a1")).orElseThrow();
        assertThat(agent.labels()).containsEntry("rack", "7");
        assertThat(agent.connection()).isEmpty();
        Rollout rollout = store.read(work -> work.rollouts().find("r1")).orElseThrow();
        assertThat(rollout.stages()).isEqualTo(ROLLOUT.stages());
        assertThat(rollout.state()).isEqualTo(Rollout.State.STOPPED);
        assertThat(rollout.reason()).contains("had not ended when the backup was made");
        assertThat(store.read(work -> work.channels().find("ops")).orElseThrow())
                .isEqualTo(CHANNEL);
        var messages = store.read(work -> work.messages().page("ops", Extent.ALL, Optional.empty(), 9))
                .items();
        assertThat(messages)
                .extracting(StoredMessage::state, StoredMessage::result)
                .containsExactly(
                        tuple(StoredMessage.State.GIVEN_UP, "it had not been sent when the backup was made"),
                        tuple(StoredMessage.State.SENT, "answered 200"));
        assertThat(messages.getLast().reference()).contains("7");
        assertThat(store.<Optional<String>>read(work -> work.audit().verify().broken()))
                .isEmpty();
        assertThat(store.<Long>read(work -> work.audit().verify().entries())).isEqualTo(1201);
        assertThat(store.<Long>changeBy(handle -> handle.createQuery(
                                "SELECT COUNT(*) FROM scheduled_tasks WHERE task_instance = 'timer-1'")
                        .mapTo(Long.class)
                        .one()))
                .isEqualTo(1);
        var again = archived(other).lines().filter(ArchiveTest::isKept).toList();
        assertThat(again)
                .containsExactlyInAnyOrderElementsOf(
                        text.lines().filter(ArchiveTest::isKept).toList());
    }

    /**
     * What a restore changes on purpose are the run and the rollout that had not ended, which agents are connected, and the end
     * of the log.
     */
    private static boolean isKept(String line) {
        return !line.contains("\"open\"")
                && !line.contains("\"waits\"")
                && !line.startsWith("{\"agents\"")
                && !line.startsWith("{\"rollouts\"")
                && !line.contains("store.restore")
                && !line.startsWith("{\"audit_head\"")
                && !line.startsWith("{\"rows\"")
                && !line.startsWith("{\"halt_turn\"");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsDamagedOrNotMeantChangesNothing(Databases kind) throws IOException {
        String url = kind.url();
        fill(open(url));
        String text = archived(url);
        Store empty = open(kind.url());

        refused(text.substring(0, text.length() / 2).replaceFirst("\n[^\n]*$", "\n"), empty, "is cut off");
        refused(text.replaceFirst("\n\\{\"tokens\".*\n", "\n"), empty, "it says that it has");
        refused(text.replace("{\"tokens\"", "{\"sqlite_master\""), empty, "there is no table 'sqlite_master'");
        refused(text.replace("\"verdict\":", "\"verdict) --\":"), empty, "is damaged in runs");
        refused("{\"kind\":\"other\"}\n", empty, "is no backup");
        refused(text.replace("\"schema\":" + Store.NEWEST, "\"schema\":99"), empty, "it is of schema 99");
        refused(text, open(url), "the database is not empty");
        assertThat(read(text, empty)).isPositive();
    }

    private static void refused(String text, Store store, String words) {
        assertThatThrownBy(() -> read(text, store)).isInstanceOf(BadValue.class).hasMessageContaining(words);
        assertThat(store.<Long>read(work -> (long) work.tokens().all().size())).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void aDatabaseOfSomethingElseIsNotBackedUp(Databases kind) {
        assertThatThrownBy(() -> Archive.write(kind.url(), NOW, new StringWriter()))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("no store of Shakeout");
    }
}
