package dev.shakeout.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.AtMost;
import dev.shakeout.model.Verdict;
import dev.shakeout.server.rollout.Rollout;
import dev.shakeout.server.rollout.Rollout.State;
import dev.shakeout.server.rollout.Stage;
import dev.shakeout.server.store.AuditEntry;
import dev.shakeout.server.store.Databases;
import dev.shakeout.server.store.Halt;
import dev.shakeout.server.store.StoredRun;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a rollout goes from stage to stage, on either database, with a clock that stands still and runs that a test ends. */
class StagedStartsTest {
    private static final String ID = "r1";
    private static final Duration HOUR = Duration.ofHours(1);

    private Optional<Rota> opened = Optional.empty();

    @AfterEach
    void close() throws IOException {
        if (opened.isPresent()) {
            opened.get().close();
            assertThat(opened.get().troubles).isEmpty();
        }
    }

    private Rota rota(Databases kind, Stage... stages) throws IOException {
        Rota rota = new Rota(kind.url(), "here", "exec sleep 1000").filled();
        opened = Optional.of(rota);
        var rollout = new Rollout(
                ID,
                "slow",
                1,
                Map.of("version", "7"),
                State.RUNNING,
                "",
                List.of(stages),
                Rota.AUTHOR,
                Optional.empty(),
                Rota.NOON,
                Optional.empty());
        rota.store.change(work -> {
            StagedStarts.wake(ID, "first", Rota.NOON, work);
            return work.rollouts().add(rollout);
        });
        return rota;
    }

    private static Stage stage(int number, String most, Duration bake, boolean approval) {
        return Stage.ordered(
                number,
                "staging",
                Optional.of(most).filter(text -> !text.isEmpty()).map(AtMost::parse),
                bake,
                approval);
    }

    private static Optional<Instant> ring(Rota rota) {
        return new StagedStarts(rota.store, rota.starts, rota.clock()).of("rollout/" + ID + "/any");
    }

    private static Rollout rollout(Rota rota) {
        return rota.store.read(work -> work.rollouts().find(ID)).orElseThrow();
    }

    private static StoredRun run(Rota rota, int stage) {
        String run = rollout(rota).stages().get(stage - 1).run().orElseThrow();
        return rota.store.read(work -> work.runs().find(run)).orElseThrow();
    }

    private static void end(Rota rota, int stage, Verdict verdict, String... reasons) {
        rota.store.change(
                work -> work.runs().end(run(rota, stage).id(), Optional.of(verdict), List.of(reasons), rota.now()));
    }

    @ParameterizedTest
    @EnumSource
    void eachStageReachesFurtherOnceTheOneBeforeHasPassedAndBaked(Databases kind) throws IOException {
        Rota rota = rota(
                kind,
                stage(1, "1", HOUR, false),
                stage(2, "25%", Duration.ZERO, false),
                stage(3, "", Duration.ZERO, false));

        assertThat(ring(rota)).contains(Rota.NOON.plusSeconds(1));
        assertThat(ring(rota)).as("the same, however often it rings").contains(Rota.NOON.plusSeconds(1));
        StoredRun first = run(rota, 1);
        assertThat(first.most()).contains(AtMost.parse("1"));
        assertThat(first.labels()).isEqualTo(Map.of("rollout", ID, "version", "7"));
        assertThat(first.requestedBy()).isEqualTo(Rota.AUTHOR);
        assertThat(rollout(rota).stages().get(1).run()).isEmpty();

        end(rota, 1, Verdict.PASSED);
        assertThat(ring(rota)).contains(Rota.NOON.plusSeconds(1));
        assertThat(rollout(rota).state()).isEqualTo(State.BAKING);
        rota.at("2026-12-01T12:59:59.500Z");
        assertThat(ring(rota)).as("not before it has baked").contains(Rota.NOON.plus(HOUR));
        assertThat(rollout(rota).stages().get(1).run()).isEmpty();

        rota.at("2026-12-01T13:00:00Z");
        ring(rota);
        assertThat(run(rota, 2).most()).contains(AtMost.parse("25%"));
        assertThat(rollout(rota).state()).isEqualTo(State.RUNNING);
        end(rota, 2, Verdict.PASSED);
        ring(rota);
        assertThat(run(rota, 3).most()).as("all that the experiment hits").isEmpty();
        end(rota, 3, Verdict.PASSED);
        assertThat(ring(rota)).isEmpty();
        assertThat(rollout(rota).state()).isEqualTo(State.PASSED);
        assertThat(rollout(rota).endedAt()).contains(rota.now());
        assertThat(ring(rota)).as("in vain").isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void eachStageIsAnnouncedAndWaits(Databases kind) throws IOException {
        Rota rota = rota(kind, stage(1, "1", Duration.ZERO, false), stage(2, "", Duration.ZERO, false));
        rota.announces(HOUR);
        ring(rota);
        assertThat(run(rota, 1).state()).isEqualTo(StoredRun.State.WAITING);
        assertThat(run(rota, 1).reasons().getFirst()).startsWith("it is announced, and begins at 2026-12-01T13:00:00Z");
        assertThat(ring(rota)).as("it is looked again").isPresent();
        assertThat(rollout(rota).stages().get(1).run()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void anythingButAPassedRunStopsIt(Databases kind) throws IOException {
        for (Verdict verdict : Verdict.values()) {
            if (verdict != Verdict.PASSED) {
                Rota rota = rota(kind, stage(1, "1", Duration.ZERO, false), stage(2, "", Duration.ZERO, false));
                ring(rota);
                end(rota, 1, verdict, "p95 was 412 ms");

                assertThat(ring(rota)).isEmpty();

                Rollout stopped = rollout(rota);
                assertThat(stopped.state()).as(verdict.word()).isEqualTo(State.STOPPED);
                assertThat(stopped.reason())
                        .contains("stage 1 (at most 1 in staging) ended " + verdict.word() + ": p95 was 412 ms");
                assertThat(stopped.stages().get(1).run()).isEmpty();
                close();
                opened = Optional.empty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStageThatWantsApprovalWaitsForIt(Databases kind) throws IOException {
        Rota rota = rota(kind, stage(1, "1", Duration.ZERO, false), stage(2, "", Duration.ZERO, true));
        ring(rota);
        end(rota, 1, Verdict.PASSED);

        assertThat(ring(rota)).as("whoever approves rings").isEmpty();
        assertThat(rollout(rota).state()).isEqualTo(State.WAITING);
        assertThat(rollout(rota).stages().get(1).run()).isEmpty();

        rota.store.change(work -> {
            work.rollouts().stage(ID, rollout(rota).stages().get(1).approved("somebody"));
            return work;
        });
        ring(rota);
        assertThat(run(rota, 2).state()).isNotEqualTo(StoredRun.State.ENDED);
        assertThat(rollout(rota).state()).isEqualTo(State.RUNNING);
    }

    @ParameterizedTest
    @EnumSource
    void aHaltStopsItAlsoWhileItBakes(Databases kind) throws IOException {
        Rota rota = rota(kind, stage(1, "1", HOUR, false), stage(2, "", Duration.ZERO, false));
        ring(rota);
        end(rota, 1, Verdict.PASSED);
        ring(rota);
        halt(rota);

        assertThat(ring(rota)).isEmpty();

        assertThat(rollout(rota).state()).isEqualTo(State.STOPPED);
        assertThat(rollout(rota).reason())
                .contains("while stage 1 (at most 1 in staging) baked")
                .contains("it burns");
    }

    @ParameterizedTest
    @EnumSource
    void nothingBeginsWhereAllIsHalted(Databases kind) throws IOException {
        Rota rota = rota(kind, stage(1, "1", HOUR, false));
        halt(rota);

        assertThat(ring(rota)).isEmpty();

        assertThat(rollout(rota).reason()).startsWith("stage 1 (at most 1 in staging) could not be started: ");
        assertThat(rollout(rota).stages().getFirst().run()).isEmpty();
    }

    private static void halt(Rota rota) {
        rota.store.change(
                work -> work.halts().add(new Halt(Optional.of("staging"), "it burns", "somebody", rota.now())));
    }

    @ParameterizedTest
    @EnumSource
    void whoseTokenIsRevokedStartsNothingMore(Databases kind) throws IOException {
        Rota rota = rota(kind, stage(1, "1", Duration.ZERO, false), stage(2, "", Duration.ZERO, false));
        ring(rota);
        end(rota, 1, Verdict.PASSED);
        rota.store.change(work -> work.tokens().revoke(Rota.AUTHOR, rota.now()));

        assertThat(ring(rota)).isEmpty();

        assertThat(rollout(rota).reason()).startsWith("token 'drills', which began this rollout, is good for nothing");
        List<AuditEntry> log = rota.store.read(work -> work.audit().after(0, 1_000));
        assertThat(log).extracting(AuditEntry::action).contains("run.start", "rollout.stop");
    }
}
