package dev.shakeout.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.engine.Threads;
import dev.shakeout.model.AtMost;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Finding;
import dev.shakeout.model.Json;
import dev.shakeout.model.Verdict;
import dev.shakeout.report.gate.Evidence;
import dev.shakeout.report.gate.Gate;
import dev.shakeout.report.gate.Question;
import dev.shakeout.server.access.Extent;
import dev.shakeout.server.access.Role;
import dev.shakeout.server.access.Secret;
import dev.shakeout.server.access.Token;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.assertj.core.api.ListAssert;
import org.assertj.core.api.ObjectAssert;
import org.assertj.core.api.OptionalAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is put into the store comes out of it, on either database, whoever else is at it. */
class StoreTest {
    private static final Instant NOW = Instant.parse("2026-02-03T10:00:00.123Z");
    private static final Json.Obj DEFINITION =
            Json.object("title", "slow \"database\" — ü", "method", Json.of(List.of()));

    private final Map<Databases, String> urls = new EnumMap<>(Databases.class);
    private final List<Store> opened = new ArrayList<>();

    private Store store(Databases kind) {
        Store store = Store.open(urls.computeIfAbsent(kind, Databases::url));
        opened.add(store);
        return store;
    }

    @AfterEach
    void close() {
        opened.forEach(Store::close);
    }

    @ParameterizedTest
    @EnumSource
    void everyVersionOfAnExperimentIsKept(Databases kind) {
        Store store = store(kind);
        var first = experiment("slow", 1);
        var second = experiment("slow", 2);

        assertThat(store.<Boolean>change(work -> work.experiments().add(first))).isTrue();
        assertThat(store.<Boolean>change(work -> work.experiments().add(first)))
                .as("taken")
                .isFalse();
        assertThat(store.<Boolean>change(work -> work.experiments().replace(second)))
                .isTrue();
        assertThat(store.<Boolean>change(work -> work.experiments().replace(second)))
                .as("somebody else was quicker")
                .isFalse();

        assertFound(store, work -> work.experiments().newest("slow")).contains(second);
        assertFound(store, work -> work.experiments().find("slow", 1)).contains(first);
        assertFound(store, work -> work.experiments().find("slow", 3)).isEmpty();
        var page = store.read(work -> work.experiments().versions("slow", Optional.empty(), 1));
        assertThat(page).isEqualTo(new Page<>(List.of(second), Optional.of("2")));
        assertValue(store, work -> work.experiments().versions("slow", Optional.of(2L), 1))
                .isEqualTo(new Page<>(List.of(first), Optional.empty()));
    }

    @ParameterizedTest
    @EnumSource
    void environmentsChangeOneVersionAtATime(Databases kind) {
        Store store = store(kind);
        var first = new Environment("staging", "for tries", "", 1, NOW);
        var second = new Environment("staging", "for tries", "rules: []", 2, NOW.plusSeconds(1));

        assertThat(store.<Boolean>change(work -> work.environments().add(first)))
                .isTrue();
        assertThat(store.<Boolean>change(work -> work.environments().add(second)))
                .isFalse();
        assertThat(store.<Boolean>change(work -> work.environments().replace(second)))
                .isTrue();
        assertThat(store.<Boolean>change(work -> work.environments().replace(second)))
                .isFalse();
        assertListed(store, work -> work.environments().all()).containsExactly(second);
    }

    @ParameterizedTest
    @EnumSource
    void pagesOfRunsHoldEachOnceAndTheNewestFirst(Databases kind) {
        Store store = prepared(kind);
        store.change(work -> IntStream.range(0, 7)
                .mapToObj(i -> work.runs().add(run("r" + i, NOW.plusSeconds(i / 2), Optional.empty())))
                .toList());

        var seen = new ArrayList<String>();
        var filter = new RunFilter(Extent.of("staging"), Optional.of("slow"), Optional.empty(), Optional.empty());
        Optional<String> next = Optional.empty();
        do {
            Optional<String> after = next;
            var page = store.read(work -> work.runs().page(filter, after, 3));
            page.items().forEach(run -> seen.add(run.id()));
            next = page.next();
        } while (next.isPresent());

        assertThat(seen).containsExactly("r6", "r5", "r4", "r3", "r2", "r1", "r0");
        var elsewhere = new RunFilter(Extent.of("production"), Optional.empty(), Optional.empty(), Optional.empty());
        assertThat(store.read(work -> work.runs().page(elsewhere, Optional.empty(), 3))
                        .items())
                .isEmpty();
        assertThatThrownBy(() -> store.read(work -> work.runs().page(filter, Optional.of("x"), 3)))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("no cursor");
    }

    @ParameterizedTest
    @EnumSource
    void aRepeatedRequestIsKnownByItsKey(Databases kind) {
        Store store = prepared(kind);
        var first = run("a", NOW, Optional.of("k"));
        assertThat(store.<Boolean>change(work -> work.runs().add(first))).isTrue();
        assertThat(store.<Boolean>change(work -> work.runs().add(run("b", NOW, Optional.of("k")))))
                .isFalse();
        assertThat(store.<Boolean>change(work -> work.runs().add(run("c", NOW, Optional.empty()))))
                .isTrue();
        assertThat(store.<Boolean>change(work -> work.runs().add(run("d", NOW, Optional.empty()))))
                .as("without a key each is a new one")
                .isTrue();
        assertFound(store, work -> work.runs().findByKey("t1", "k")).contains(first);
    }

    @ParameterizedTest
    @EnumSource
    void aRunEndsOnce(Databases kind) {
        Store store = prepared(kind);
        store.change(work -> work.runs().add(run("a", NOW, Optional.empty())));

        assertListed(store, work -> work.runs().openOf("here")).hasSize(1);
        assertThat(store.<Boolean>change(work -> work.runs().begin("a"))).isTrue();
        assertThat(store.<Boolean>change(work -> work.runs().begin("a"))).isFalse();
        assertThat(store.<Boolean>change(work -> work.runs().halt("a", "enough")))
                .isTrue();
        assertThat(store.<Boolean>change(
                        work -> work.runs().end("a", Optional.of(Verdict.ABORTED), List.of("why"), NOW)))
                .isTrue();
        assertThat(store.<Boolean>change(work -> work.runs().end("a", Optional.of(Verdict.PASSED), List.of(), NOW)))
                .isFalse();

        StoredRun ended = store.read(work -> work.runs().find("a")).orElseThrow();
        assertThat(ended.verdict()).contains(Verdict.ABORTED);
        assertThat(ended.reasons()).containsExactly("why");
        assertThat(ended.halt()).isTrue();
        assertThat(ended.endedAt()).contains(NOW);
        assertThat(store.<Boolean>change(work -> work.runs().halt("a", "enough")))
                .as("too late")
                .isFalse();
        assertListed(store, work -> work.runs().openOf("here")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aHaltIsKnownToAllUntilItIsReleased(Databases kind) {
        Store here = prepared(kind);
        Store there = store(kind); // as another server at the same database
        here.change(work -> work.environments().add(new Environment("production", "", "", 1, NOW)));
        var first = new Halt(Optional.of("staging"), "it burns", "t1", NOW);
        assertThat(here.<Boolean>change(work -> work.halts().add(first))).isTrue();
        assertThat(there.<Boolean>change(
                        work -> work.halts().add(new Halt(Optional.of("staging"), "it burns more", "t2", NOW))))
                .as("the first reason counts")
                .isFalse();
        assertListed(there, work -> work.halts().in("staging")).containsExactly(first);
        assertListed(there, work -> work.halts().in("production")).isEmpty();

        var all = new Halt(Optional.empty(), "all burns", "t1", NOW);
        there.change(work -> work.halts().add(all));
        assertListed(here, work -> work.halts().in("staging")).containsExactly(all, first);
        assertListed(here, work -> work.halts().in("production")).containsExactly(all);
        assertFound(here, work -> work.halts().find(Optional.empty())).contains(all);

        assertThat(here.<Boolean>change(work -> work.halts().remove(Optional.empty())))
                .isTrue();
        assertThat(here.<Boolean>change(work -> work.halts().remove(Optional.empty())))
                .isFalse();
        assertListed(there, work -> work.halts().all()).containsExactly(first);
    }

    @ParameterizedTest
    @EnumSource
    void aServerAsksOnceWhichOfItsRunsAreToHalt(Databases kind) {
        Store store = prepared(kind);
        store.change(work -> work.environments().add(new Environment("production", "", "", 1, NOW)));
        for (String id : List.of("asked", "ended", "left", "waiting")) {
            store.change(work -> work.runs().add(run(id, NOW, Optional.empty())));
        }
        store.change(work -> work.runs().begin("asked") && work.runs().halt("asked", "by hand"));
        store.change(work -> work.runs().halt("asked", "again"));
        store.change(work -> work.runs().halt("ended", "by hand")
                && work.runs().end("ended", Optional.of(Verdict.ABORTED), List.of(), NOW));
        assertValue(store, work -> work.runs().toHalt("here")).isEqualTo(Map.of("asked", "by hand"));
        assertValue(store, work -> work.runs().toHalt("elsewhere")).isEqualTo(Map.of());

        assertThat(store.<Integer>change(work -> work.runs().haltAll(Optional.of("production"), "all")))
                .isZero();
        store.change(work -> work.halts().add(new Halt(Optional.of("staging"), "it burns", "t1", NOW)));
        assertValue(store, work -> work.runs().toHalt("here"))
                .as("also what nobody has marked")
                .isEqualTo(Map.of("asked", "by hand", "left", "halted: it burns", "waiting", "halted: it burns"));
        assertThat(store.<Boolean>change(work -> work.runs().begin("waiting"))).isFalse();

        assertThat(store.<Integer>change(work -> work.runs().haltAll(Optional.of("staging"), "all")))
                .isEqualTo(2);
        store.change(work -> work.halts().remove(Optional.of("staging")));
        assertValue(store, work -> work.runs().toHalt("here"))
                .as("what was halted stays so")
                .isEqualTo(Map.of("asked", "by hand", "left", "all", "waiting", "all"));
        assertThat(store.<Boolean>change(work -> work.runs().begin("waiting"))).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void noRunSlipsThroughWhileItIsHalted(Databases kind) throws Exception {
        Store here = prepared(kind);
        Store there = store(kind); // as another server at the same database
        for (int round = 0; round < 8; round++) {
            String prefix = "r" + round + "-";
            try (var workers = Threads.forEach("starting")) {
                var tasks = new ArrayList<Callable<Boolean>>();
                for (int i = 0; i < 12; i++) {
                    String id = prefix + i;
                    Store store = i % 2 == 0 ? here : there;
                    tasks.add(
                            i == 6
                                    ? () -> halted(store)
                                    : () -> store.change(work -> {
                                        work.halts().takeTurn();
                                        return work.halts().in("staging").isEmpty()
                                                && work.runs().add(run(id, NOW, Optional.empty()));
                                    }));
                }
                for (Future<Boolean> done : workers.invokeAll(tasks)) {
                    done.get();
                }
            }
            var filter = new RunFilter(Extent.ALL, Optional.empty(), Optional.empty(), Optional.empty());
            assertThat(here.read(work -> work.runs().page(filter, Optional.empty(), 500))
                            .items())
                    .as("each that was let in was seen")
                    .allMatch(StoredRun::halt);
            here.change(work -> work.halts().remove(Optional.empty()));
        }
    }

    private static boolean halted(Store store) {
        return store.change(work -> {
            work.halts().takeTurn();
            work.runs().haltAll(Optional.empty(), "all");
            return work.halts().add(new Halt(Optional.empty(), "all", "t1", NOW));
        });
    }

    @ParameterizedTest
    @EnumSource
    void eventsAreToldFromAnyPointOn(Databases kind) {
        Store store = prepared(kind);
        store.change(work -> work.runs().add(run("a", NOW, Optional.empty())));
        var events = IntStream.rangeClosed(1, 5)
                .mapToObj(i -> new RunEvent(i, NOW.plusMillis(i), "info", "line " + i))
                .toList();
        for (var some : List.of(events.subList(0, 3), events)) { // told again after a restart
            store.change(work -> {
                work.events().add("a", some);
                return some;
            });
        }
        assertListed(store, work -> work.events().after("a", 0, 100)).isEqualTo(events);
        assertListed(store, work -> work.events().after("a", 3, 1)).isEqualTo(events.subList(3, 4));
        assertValue(store, work -> work.events().last("a")).isEqualTo(5L);
    }

    @ParameterizedTest
    @EnumSource
    void aTokenIsFoundByItselfAndIsNowhereInTheStore(Databases kind) throws SQLException {
        Store store = store(kind);
        var secret = new Secret("shakeout_secret");
        var token = new Token(
                "t1",
                "ci",
                Role.OPERATOR,
                Optional.of("staging"),
                Optional.empty(),
                "t0",
                NOW,
                Optional.of(NOW.plusSeconds(9)),
                Optional.empty());
        store.change(work -> {
            work.tokens().add(token, secret);
            return token;
        });
        assertFound(store, work -> work.tokens().of(secret)).contains(token);
        assertFound(store, work -> work.tokens().of(new Secret("shakeout_other")))
                .isEmpty();
        assertThat(store.<Boolean>change(work -> work.tokens().revoke("t1", NOW)))
                .isTrue();
        assertThat(store.<Boolean>change(work -> work.tokens().revoke("t1", NOW)))
                .isFalse();
        assertThat(store.read(work -> work.tokens().find("t1")).orElseThrow().refused(NOW))
                .hasValueSatisfying(why -> assertThat(why).contains("revoked"));
        try (var connection = DriverManager.getConnection(urls.get(kind));
                var rows = connection.createStatement().executeQuery("SELECT * FROM tokens")) {
            rows.next();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                assertThat(String.valueOf(rows.getString(i))).doesNotContain("secret");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theChainOfTheAuditLogShowsWhatWasDoneToIt(Databases kind) throws SQLException {
        Store store = store(kind);
        store.change(work -> {
            for (int i = 0; i < 4; i++) {
                work.audit().append(NOW, "t1", "run.start", "run/" + i, Json.object("n", i));
            }
            return work;
        });
        assertThat(verified(store)).isEqualTo(new Audit.Verification(4, Optional.empty()));

        sql(kind, "UPDATE audit SET actor = 't2' WHERE seq = 3");
        assertThat(verified(store).broken())
                .hasValueSatisfying(words -> assertThat(words).startsWith("entry 3 is not"));
        sql(kind, "UPDATE audit SET actor = 't1' WHERE seq = 3");
        assertThat(verified(store).broken()).isEmpty();

        sql(kind, "DELETE FROM audit WHERE seq = 4");
        assertThat(verified(store).broken()).contains("the last entry is 3, and 4 were written");
        sql(kind, "DELETE FROM audit WHERE seq = 2");
        assertThat(verified(store).broken()).contains("entry 2 is missing");
    }

    @ParameterizedTest
    @EnumSource
    void theChainDoesNotForkHoweverManyAppend(Databases kind) throws Exception {
        Store here = store(kind);
        Store there = store(kind); // as another server at the same database
        try (var workers = Threads.forEach("appending")) {
            var tasks = IntStream.range(0, 8)
                    .<Callable<Boolean>>mapToObj(i -> () -> {
                        for (int j = 0; j < 10; j++) {
                            (i % 2 == 0 ? here : there).change(work -> {
                                work.audit().append(NOW, "t" + i, "run.start", "run", Json.Obj.EMPTY);
                                return work;
                            });
                        }
                        return true;
                    })
                    .toList();
            for (Future<Boolean> done : workers.invokeAll(tasks)) {
                assertThat(done.get()).isTrue();
            }
        }
        assertThat(verified(here)).isEqualTo(new Audit.Verification(80, Optional.empty()));
    }

    @ParameterizedTest
    @EnumSource
    void whatFailsHalfWayLeavesNothing(Databases kind) {
        Store store = store(kind);
        assertThatThrownBy(() -> store.change(work -> {
                    work.experiments().add(experiment("half", 1));
                    work.audit().append(NOW, "t1", "experiment.write", "experiment/half", Json.Obj.EMPTY);
                    throw new BadValue("no");
                }))
                .isInstanceOf(BadValue.class);
        assertFound(store, work -> work.experiments().newest("half")).isEmpty();
        assertThat(verified(store)).isEqualTo(new Audit.Verification(0, Optional.empty()));
    }

    @ParameterizedTest
    @EnumSource
    void aGateIsAnsweredAsFromTheJournalsThemselves(Databases kind) {
        Store store = prepared(kind);
        var finding = new Finding("no timeout", "api", "p95 3 s", NOW, List.of("network/delay"), List.of("look"));
        var runs = new ArrayList<Evidence>();
        for (int i = 0; i < 24; i++) {
            Verdict verdict = Verdict.values()[i % Verdict.values().length];
            var labels = Map.of("environment", i % 3 == 0 ? "production" : "staging", "version", "1." + i % 2);
            runs.add(new Evidence(
                    "run r" + i,
                    "experiment " + i % 4,
                    verdict,
                    "because",
                    i % 7 > 0,
                    NOW.minus(Duration.ofHours(i)),
                    NOW.minus(Duration.ofHours(i)),
                    i % 5 == 0 ? Set.of("api", "db") : Set.of("db"),
                    labels,
                    verdict == Verdict.DEVIATED ? List.of(finding) : List.of()));
        }
        store.change(work -> {
            for (int i = 0; i < runs.size(); i++) {
                work.runs().add(run("r" + i, NOW, Optional.empty()));
                work.evidence().add("r" + i, runs.get(i));
            }
            return runs;
        });
        for (Optional<String> environment :
                List.of(Optional.<String>empty(), Optional.of("staging"), Optional.of("nowhere"))) {
            for (Optional<String> service : List.of(Optional.<String>empty(), Optional.of("api"))) {
                for (Optional<String> version : List.of(Optional.<String>empty(), Optional.of("1.1"))) {
                    var question = new Question(service, environment, version, Duration.ofHours(9), List.of("*0"), NOW);
                    var stored = store.read(work -> work.evidence().of(question, Extent.ALL));
                    assertThat(Gate.ask(question, stored).reasons())
                            .as("%s", question)
                            .containsExactlyInAnyOrderElementsOf(
                                    Gate.ask(question, runs).reasons());
                }
            }
        }
        assertThat(lastEvidence(store)).isEqualTo(lastEvidenceOfAnUpgrade(store));
    }

    private static List<Map<String, Object>> lastEvidence(Store store) {
        return store.changeBy(handle -> handle.createQuery("SELECT * FROM last_evidence ORDER BY any_environment,"
                        + " environment, any_version, version, title, about, bucket")
                .mapToMap()
                .list());
    }

    /** As the migration makes it from what an earlier release has stored. */
    private static List<Map<String, Object>> lastEvidenceOfAnUpgrade(Store store) {
        try (var migration = Store.class.getResourceAsStream("migrations/V7__gate.sql")) {
            String text = new String(Objects.requireNonNull(migration).readAllBytes(), StandardCharsets.UTF_8);
            String insert = text.substring(text.indexOf("INSERT INTO")).replace(";", "");
            store.changeBy(handle -> handle.execute("DELETE FROM last_evidence") + handle.execute(insert));
            return lastEvidence(store);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatWasStoredIsThereWhenItIsOpenedAgain(Databases kind) {
        prepared(kind).close();
        assertFound(store(kind), work -> work.experiments().newest("slow")).contains(experiment("slow", 1));
    }

    @ParameterizedTest
    @EnumSource
    void aSchemaOfALaterReleaseIsLeftAlone(Databases kind) throws SQLException {
        store(kind).close();
        sql(kind, """
                INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum, installed_by,
                    execution_time, success)
                VALUES (999, '999', 'later', 'SQL', 'V999__later.sql', 1, 'x', 1, %s)""".formatted(kind == Databases.SQLITE ? "1" : "true"));
        assertThatThrownBy(() -> Store.open(urls.get(kind))).hasMessageContaining("999");
    }

    private Store prepared(Databases kind) {
        Store store = store(kind);
        store.change(work -> work.environments().add(new Environment("staging", "", "", 1, NOW))
                && work.experiments().add(experiment("slow", 1)));
        return store;
    }

    private static <T> OptionalAssert<T> assertFound(Store store, Function<Work, Optional<T>> look) {
        return assertThat(store.read(look));
    }

    private static <T> ListAssert<T> assertListed(Store store, Function<Work, List<T>> look) {
        return assertThat(store.read(look));
    }

    private static <T> ObjectAssert<T> assertValue(Store store, Function<Work, T> look) {
        return assertThatObject(store.read(look));
    }

    private static Audit.Verification verified(Store store) {
        return store.read(work -> work.audit().verify());
    }

    private void sql(Databases kind, String statement) throws SQLException {
        try (var connection = DriverManager.getConnection(urls.get(kind))) {
            assertThat(connection.createStatement().executeUpdate(statement)).isEqualTo(1);
        }
    }

    private static ExperimentVersion experiment(String name, long version) {
        return new ExperimentVersion(name, "payments", version, "slow", DEFINITION, "t1", NOW.plusSeconds(version));
    }

    private static StoredRun run(String id, Instant at, Optional<String> key) {
        return new StoredRun(
                id,
                "slow",
                1,
                "staging",
                Optional.of(AtMost.parse("5%")),
                Map.of("version", "1.2"),
                StoredRun.State.WAITING,
                Optional.empty(),
                List.of(),
                "here",
                1,
                false,
                "t1",
                key,
                at,
                Optional.empty());
    }
}
