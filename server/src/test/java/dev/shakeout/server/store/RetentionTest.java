package dev.shakeout.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Finding;
import dev.shakeout.model.Json;
import dev.shakeout.model.Verdict;
import dev.shakeout.report.gate.Evidence;
import dev.shakeout.report.gate.Question;
import dev.shakeout.server.access.Extent;
import dev.shakeout.server.channel.Notice;
import dev.shakeout.server.channel.Occasion;
import dev.shakeout.server.rollout.Rollout;
import dev.shakeout.server.rollout.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is old is forgotten, and nothing that anybody still needs. */
class RetentionTest {
    private static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");
    private static final Instant BEFORE = NOW.minus(Duration.ofDays(400));
    private static final Instant OLD = BEFORE.minusSeconds(1);

    private static void run(String id, Optional<Instant> ended, Work work) {
        work.runs()
                .add(StoredRun.waiting(
                        id,
                        "slow",
                        1,
                        "staging",
                        Optional.empty(),
                        Map.of(),
                        "here",
                        "t",
                        Optional.empty(),
                        OLD.minusSeconds(60)));
        work.events().add(id, List.of(new RunEvent(1, OLD, "INFO", "it began")));
        message(id, Optional.of(id), work);
        ended.ifPresent(at -> {
            work.runs().end(id, Optional.of(Verdict.PASSED), List.of("well"), at);
            work.journals().add(id, "{}");
        });
    }

    private static void message(String id, Optional<String> run, Work work) {
        var notice = new Notice("of " + id, Occasion.HALT, OLD, Map.of("run", id));
        work.messages().add(StoredMessage.fresh("ops", run, notice, Duration.ZERO, false));
    }

    private static Evidence evidence(String run, Instant end) {
        return new Evidence(
                "run " + run,
                "slow",
                Verdict.PASSED,
                "",
                true,
                end.minusSeconds(9),
                end,
                Set.of("fks_api"),
                Map.of("environment", "staging"),
                List.of(new Finding("t", "w", "e", end, List.of(), List.of())));
    }

    private static void rollout(String id, String run, boolean ended, Work work) {
        var stage = Stage.ordered(1, "staging", Optional.empty(), Duration.ZERO, false);
        work.rollouts()
                .add(new Rollout(
                        id,
                        "slow",
                        1,
                        Map.of(),
                        Rollout.State.BAKING,
                        "",
                        List.of(stage),
                        "t",
                        Optional.empty(),
                        OLD,
                        Optional.empty()));
        work.rollouts().stage(id, stage.started(run).passed(OLD));
        if (ended) {
            work.rollouts().end(id, Optional.empty(), OLD);
        }
    }

    private static Store filled(Databases kind) {
        Store store = kind.open();
        store.change(work -> {
            work.environments().add(new Environment("staging", "", "", 1, OLD));
            work.experiments()
                    .add(new ExperimentVersion("slow", "me", 1, "slow", Json.object("title", "slow"), "t", OLD));
            for (String id : List.of("old", "last", "of ended rollout", "of open rollout")) {
                run(id, Optional.of(OLD), work);
            }
            run("young", Optional.of(BEFORE), work);
            run("never ended", Optional.empty(), work);
            work.evidence().add("old", evidence("old", OLD.minusSeconds(10)));
            work.evidence().add("last", evidence("last", OLD));
            rollout("r1", "of ended rollout", true, work);
            rollout("r2", "of open rollout", false, work);
            message("a halt", Optional.empty(), work);
            work.messages().dropAll("ops", "", OLD);
            message("another", Optional.empty(), work);
            return work;
        });
        return store;
    }

    @ParameterizedTest
    @EnumSource
    void whatIsOldIsForgottenUnlessSomebodyNeedsIt(Databases kind) {
        try (Store store = filled(kind)) {
            assertThat(Retention.forget(BEFORE, NOW, store)).isEqualTo(2);
            assertThat(Retention.forget(BEFORE, NOW, store)).as("once").isZero();

            List<String> left = store.changeBy(handle -> handle.createQuery("SELECT id FROM runs")
                    .mapTo(String.class)
                    .list());
            assertThat(left).containsExactlyInAnyOrder("last", "of open rollout", "young", "never ended");
            for (String table : List.of("run_events", "journals", "findings", "evidence", "messages")) {
                List<String> of = store.changeBy(
                        handle -> handle.createQuery("SELECT run FROM " + table + " WHERE run IS NOT NULL")
                                .mapTo(String.class)
                                .list());
                assertThat(of).as(table).isNotEmpty().isSubsetOf(left);
            }
            assertThat(
                            store
                                    .read(work -> work.messages().page("ops", Extent.ALL, Optional.empty(), 99))
                                    .items()
                                    .stream()
                                    .filter(message -> message.run().isEmpty())
                                    .map(message -> message.notice().id()))
                    .as("of no run: one that is still to be sent")
                    .containsExactly("of another");
            Rollout ended = store.read(work -> work.rollouts().find("r1")).orElseThrow();
            assertThat(ended.stages().getFirst().run()).isEmpty();
            assertThat(ended.stages().getFirst().passedAt()).contains(OLD);
            var question = new Question(
                    Optional.of("fks_api"), Optional.empty(), Optional.empty(), Duration.ofDays(9), List.of(), NOW);
            List<Evidence> known = store.read(work -> work.evidence().of(question, Extent.ALL));
            assertThat(known).extracting(Evidence::source).containsExactly("run last");
            assertThat(store.<Optional<String>>read(
                            work -> work.audit().verify().broken()))
                    .isEmpty();
            List<AuditEntry> log = store.read(work -> work.audit().after(0, 10));
            assertThat(log).extracting(AuditEntry::action).containsExactly("runs.forget");
        }
    }

    @ParameterizedTest
    @EnumSource
    void howeverManyTheyAre(Databases kind) {
        try (Store store = filled(kind)) {
            store.change(work -> {
                for (int i = 0; i < 1_001; i++) {
                    run("r" + i, Optional.of(OLD), work);
                }
                return work;
            });
            assertThat(Retention.forget(BEFORE, NOW, store)).isEqualTo(1_003);
        }
    }
}
