package dev.shakeout.server.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.Threads;
import dev.shakeout.model.Verdict;
import dev.shakeout.server.store.Databases;
import dev.shakeout.server.store.RunEvent;
import dev.shakeout.server.store.StoredRun;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Servers at one database, each with runs that go on until they are told to end; one of them is gone. */
class SuccessionTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Succession.Pace QUICK =
            new Succession.Pace(Duration.ofMillis(50), Duration.ofSeconds(1), Duration.ofSeconds(3));
    private static final String LASTING = "trap 'exit 6' TERM; echo begun; while :; do sleep 0.1; done";

    private final String url = Databases.POSTGRESQL.url();

    private static Succession succession(Rota rota) {
        return Succession.start(rota.workshop, rota.conductor, QUICK);
    }

    private static StoredRun now(Rota rota, StoredRun run) {
        return rota.store.read(work -> work.runs().find(run.id())).orElseThrow();
    }

    private static List<RunEvent> events(Rota rota, StoredRun run) {
        return rota.store.read(work -> work.events().after(run.id(), 0, 100));
    }

    private static long begun(Rota rota, StoredRun run) {
        return events(rota, run).stream()
                .filter(event -> event.words().equals("begun"))
                .count();
    }

    private static void awaitBegun(Rota rota, StoredRun run, int times) {
        await().atMost(SOON).until(() -> begun(rota, run) == times);
    }

    private static StoredRun halted(Rota rota, StoredRun run) {
        rota.store.change(work -> work.runs().halt(run.id(), "enough"));
        return awaitEnd(rota, run);
    }

    private static StoredRun awaitEnd(Rota rota, StoredRun run) {
        await().atMost(SOON).until(() -> now(rota, run).state() == StoredRun.State.ENDED);
        return now(rota, run);
    }

    @Test
    void aServerThatEndsHandsItsRunsOn() throws Exception {
        try (var there = new Rota(url, "there", LASTING).filled();
                var _ = succession(there)) {
            StoredRun run;
            try (var here = new Rota(url, "here", LASTING);
                    var succession = succession(here)) {
                run = here.start();
                awaitBegun(here, run, 1);
                succession.retire();
                here.conductor.close();
            }
            awaitBegun(there, run, 2);

            StoredRun again = now(there, run);
            assertThat(again.server()).isEqualTo("there");
            assertThat(again.attempt()).isEqualTo(2);
            List<RunEvent> events = events(there, run);
            assertThat(events)
                    .extracting(RunEvent::seq)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, events.size()).boxed().toList());
            assertThat(events)
                    .extracting(RunEvent::words)
                    .contains(
                            "the server was asked to end; what it had changed is taken back; it is begun again, attempt 2 of 3");
            StoredRun ended = halted(there, run);
            assertThat(ended.verdict()).contains(Verdict.ABORTED);
            assertThat(ended.reasons()).first().isEqualTo("enough");
            assertThat(there.troubles).isEmpty();
        }
    }

    @Test
    void aServerThatGivesThemUpAgainAndAgainHandsThemOn() throws Exception {
        try (var there = new Rota(url, "there", LASTING).filled();
                var here = new Rota(url, "here", LASTING);
                var _ = succession(there)) {
            StoredRun run = here.start();
            awaitBegun(here, run, 1);
            here.conductor.giveUp("the database has been away");
            here.conductor.giveUp("the database has been away");

            awaitBegun(there, run, 2);
            halted(there, run);
        }
    }

    @Test
    void whatIsNotItsTurnAnyMoreIsNotBegun() throws Exception {
        try (var here = new Rota(url, "here", LASTING).filled()) {
            StoredRun run = lost(here, "moved", 1, false);
            here.store.<Boolean>change(work -> work.turns().handOn(run, false, 0));
            here.conductor.begin(run);
            here.conductor.close(); // waits for all that it has begun

            assertThat(now(here, run).state()).isEqualTo(StoredRun.State.WAITING);
            assertThat(events(here, run)).isEmpty();
        }
    }

    @Test
    void withADatabaseOfItsOwnItEndsThem() throws Exception {
        try (var here = new Rota(Databases.SQLITE.url(), "here", LASTING).filled()) {
            StoredRun run = here.start();
            awaitBegun(here, run, 1);
            here.conductor.close();

            assertThat(now(here, run).verdict()).contains(Verdict.ABORTED);
            assertThat(now(here, run).attempt()).isEqualTo(1);
        }
    }

    @Test
    void whatALostServerCarriedOutIsBegunAgainByAnotherOneAndTwiceAtMost() throws Exception {
        try (var here = new Rota(url, "here", LASTING).filled()) {
            StoredRun first = lost(here, "lost", 1, true);
            StoredRun waiting = lost(here, "waiting", 2, false);
            StoredRun last = lost(here, "last", 3, true);
            try (var _ = succession(here)) {
                awaitBegun(here, first, 1);
                awaitBegun(here, waiting, 1);
                StoredRun ended = awaitEnd(here, last);

                assertThat(now(here, first).attempt()).isEqualTo(2);
                assertThat(now(here, waiting).attempt()).as("it had not begun").isEqualTo(2);
                assertThat(ended.verdict()).contains(Verdict.FAILED);
                assertThat(ended.reasons())
                        .first()
                        .isEqualTo("it was begun 3 times, and each time its server was gone before its end");
                assertThat(begun(here, last)).isZero();
                assertThat(events(here, first).getFirst().words())
                        .startsWith("nothing was heard for 3 s of the server that carried it out")
                        .endsWith("that cannot be seen from here; it is begun again, attempt 2 of 3");
            }
        }
    }

    @Test
    void whatWasToHaltWhenItsServerWasLostIsNotBegunAgain() throws Exception {
        try (var here = new Rota(url, "here", LASTING).filled()) {
            StoredRun begun = lost(here, "begun", 1, true);
            StoredRun waiting = lost(here, "waiting", 1, false);
            here.store.change(work -> work.runs().haltAll(Optional.empty(), "all"));
            try (var _ = succession(here)) {
                assertThat(awaitEnd(here, begun).verdict())
                        .as("nobody has seen it taken back")
                        .contains(Verdict.FAILED);
                assertThat(awaitEnd(here, waiting).verdict()).contains(Verdict.ABORTED);
                assertThat(begun(here, begun) + begun(here, waiting)).isZero();
                await().untilAsserted(() -> assertThat(here.conductor.tally().ended())
                        .as("it is this server that has brought them to an end")
                        .containsOnly(
                                Map.entry(new Tally.Kind("staging", "aborted"), 1L),
                                Map.entry(new Tally.Kind("staging", "failed"), 1L)));
            }
        }
    }

    /** A run of a server that has said once that it lives. */
    private static StoredRun lost(Rota rota, String id, long attempt, boolean begun) {
        return rota.store.change(work -> {
            var run = new StoredRun(
                    id,
                    "slow",
                    1,
                    "staging",
                    Optional.empty(),
                    Map.of(),
                    StoredRun.State.WAITING,
                    Optional.empty(),
                    List.of(),
                    "lost",
                    attempt,
                    false,
                    Rota.AUTHOR,
                    Optional.empty(),
                    Instant.now(),
                    Optional.empty(),
                    Optional.empty());
            work.runs().add(run);
            if (begun) {
                work.runs().begin(id);
            }
            work.servers().beat("lost", Instant.EPOCH);
            return run;
        });
    }

    @Test
    void aServerThatLivesKeepsItsRunsWhateverItsClockSays() throws Exception {
        try (var here = new Rota(url, "here", LASTING).filled();
                var there = new Rota(url, "there", LASTING).ahead(Duration.ofMinutes(10));
                var _ = succession(here);
                var _ = succession(there)) {
            StoredRun run = here.start();
            awaitBegun(here, run, 1);
            long beat = here.store.read(work -> work.servers().beats()).getOrDefault("here", 0L);
            await().atMost(SOON)
                    .until(() -> here.store.read(work -> work.servers().beats()).getOrDefault("here", 0L) > beat + 80);

            assertThat(now(here, run).server()).isEqualTo("here");
            assertThat(now(here, run).attempt()).isEqualTo(1);
            halted(here, run);
        }
    }

    @Test
    void aServerThatCannotReachTheDatabaseGivesItsRunsUpAndTheOtherOneBeginsThemAgain() throws Exception {
        String away = url + (url.contains("?") ? "&" : "?") + "ApplicationName=away";
        try (var there = new Rota(url, "there", LASTING).filled();
                var here = new Rota(away, "here", LASTING);
                var _ = succession(there);
                var _ = succession(here)) {
            StoredRun run = here.start();
            awaitBegun(here, run, 1);
            try (var cut = new Cut(url)) {
                awaitBegun(there, run, 2);
                assertThat(cut.times()).isPositive();
            }
            assertThat(now(there, run).server()).isEqualTo("there");
            await().atMost(SOON)
                    .until(() ->
                            there.store.read(work -> work.servers().beats()).containsKey("here"));
            assertThat(now(there, run).state())
                    .as("the end of the earlier attempt is not its end")
                    .isEqualTo(StoredRun.State.RUNNING);
            assertThat(halted(there, run).reasons()).first().isEqualTo("enough");
        }
    }

    /** Ends each connection of one server to the database, again and again. */
    private static final class Cut implements AutoCloseable {
        private final Thread thread;
        private volatile int times;
        private volatile boolean over;

        Cut(String url) {
            thread = Thread.ofPlatform().start(() -> cut(url));
        }

        private void cut(String url) {
            try (var connection = DriverManager.getConnection(url);
                    var statement = connection.createStatement()) {
                while (!over) {
                    try (var rows = statement.executeQuery(
                            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'away'")) {
                        while (rows.next()) {
                            times++;
                        }
                    }
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        int times() {
            return times;
        }

        @Override
        public void close() {
            over = true;
            Threads.end(thread);
        }
    }

    @Test
    void whatAnEarlierAttemptHasLeftMakesTheRunUnsafeWheneverItIsKnown() throws Exception {
        try (var here = new Rota(url, "here", "exit 0").filled()) {
            StoredRun later = lost(here, "later", 2, true);
            StoredRun before = lost(here, "before", 1, true);
            here.store.change(work -> {
                work.runs().end(later.id(), Optional.of(Verdict.PASSED), List.of("well"), Instant.now());
                return work.turns().leave(later.id(), List.of("a rule; run: nft delete")) // of the first attempt
                        && work.turns().leave(before.id(), List.of("a rule; run: nft delete"));
            });
            assertThat(now(here, later).verdict()).contains(Verdict.UNSAFE);
            assertThat(now(here, later).reasons()).first().isEqualTo("a rule; run: nft delete");

            new Chronicle(
                            here.workshop,
                            before,
                            here.conductor.bell(),
                            here.conductor.tally(),
                            here.conductor::isEnding)
                    .end(Outcome.without(Optional.of(Verdict.PASSED), List.of("well")));
            assertThat(now(here, before).verdict()).contains(Verdict.UNSAFE);
            assertThat(now(here, before).reasons()).containsExactly("a rule; run: nft delete", "well");
        }
    }
}
