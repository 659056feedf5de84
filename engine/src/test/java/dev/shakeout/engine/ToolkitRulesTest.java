package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.model.Activity;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Phase;
import dev.shakeout.model.Rules;
import dev.shakeout.model.Strategies;
import dev.shakeout.model.Strategies.HypothesisWhen;
import dev.shakeout.model.Strategies.RollbackWhen;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run by Chaos Toolkit's rules ends in that tool's words; our verdict on the same run stays what it is. */
class ToolkitRulesTest {
    @TempDir
    Path temp;

    private Drill drill;
    private Path steady;

    @BeforeEach
    void makeDrill() throws IOException {
        drill = new Drill(temp);
        drill.rules = Rules.CHAOS_TOOLKIT;
        steady = Files.writeString(temp.resolve("steady"), "");
        drill.hypothesis.clear();
    }

    private void expects(String name, boolean wanted) {
        drill.hypothesis.add(drill.exists(name, steady, wanted));
    }

    private static Journal.Toolkit ended(String status, boolean deviated) {
        return new Journal.Toolkit(status, deviated);
    }

    private List<String> checked(Journal journal, Phase phase) {
        return journal.steadyState(phase).orElseThrow().probes().stream()
                .map(Journal.Ran::name)
                .toList();
    }

    @Test
    void aMissedGateIsCompletedThereAndRollsBackAndEndsAtItsFirstMiss() {
        expects("met", true);
        expects("missed", false);
        expects("never asked", true);
        drill.method.add(drill.fault("fault", 0));
        drill.rollbacks.add(Drill.touch("roll back", temp.resolve("rolled back")));

        Journal journal = drill.run();

        assertThat(journal.toolkit()).isEqualTo(ended("completed", false));
        assertThat(journal.exitCode()).isZero();
        assertThat(journal.verdict()).isEqualTo(Verdict.NOT_READY);
        assertThat(checked(journal, Phase.BEFORE)).containsExactly("met", "missed");
        assertThat(journal.injections()).isEmpty();
        assertThat(temp.resolve("rolled back")).exists();
    }

    @Test
    void aGateThatCannotBeReadIsFailedThereAndDoesNotRollBack() {
        drill.hypothesis.add(Drill.probe("broken", Drill.call("broken", Arguments.NONE), Drill.is(true), 0));
        drill.rollbacks.add(Drill.touch("roll back", temp.resolve("rolled back")));

        Journal journal = drill.run();

        assertThat(journal.toolkit()).isEqualTo(ended("failed", false));
        assertThat(journal.exitCode()).isEqualTo(1);
        assertThat(temp.resolve("rolled back")).doesNotExist();
    }

    @Test
    void aMissAfterTheMethodIsTheOnlyDeviation() {
        drill.hypothesis.add(drill.exists("absent", temp.resolve("made"), false));
        drill.method.add(Drill.touch("make", temp.resolve("made")));

        Journal journal = drill.run();

        assertThat(journal.toolkit()).isEqualTo(ended("completed", true));
        assertThat(journal.exitCode()).isEqualTo(1);
        assertThat(journal.verdict()).isEqualTo(Verdict.DEVIATED);
    }

    @Test
    void anActivityOfTheMethodThatFailsIsOnlyRecordedAndATolerancesMeansNothingThere() {
        expects("met", true);
        drill.method.add(new Activity.Probe(
                Activity.Written.named("broken", Drill.HERE),
                Drill.call("broken", Arguments.NONE),
                java.util.Optional.of(Drill.is(true)),
                Duration.ZERO));
        drill.method.add(drill.exists("not as wanted", steady, false));

        Journal journal = drill.run();

        assertThat(journal.toolkit()).isEqualTo(ended("completed", false));
        assertThat(journal.exitCode()).isZero();
        assertThat(journal.run()).extracting(ran -> ran.status().orElse("")).containsExactly("failed", "succeeded");
        assertThat(journal.run()).allMatch(ran -> ran.judgement().isEmpty());
        assertThat(journal.verdict()).isEqualTo(Verdict.FAILED);
    }

    @Test
    void eachRoundDuringTheMethodIsAStateOfItsOwnAndFailFastLetsWhatIsUnderWayEnd() {
        drill.hypothesis.add(drill.exists("missed once the fault is on", drill.mark("fault"), false));
        drill.strategies =
                new Strategies(HypothesisWhen.DURING_METHOD_ONLY, Duration.ofMillis(20), true, RollbackWhen.DEFAULT);
        drill.method.add(drill.fault("fault", 500));
        drill.method.add(Drill.touch("never begun", temp.resolve("touched")));

        Journal journal = drill.run();

        assertThat(journal.toolkit()).isEqualTo(ended("failed", false));
        assertThat(journal.steadyStates()).isNotEmpty();
        assertThat(journal.run()).extracting(Journal.Ran::name).containsExactly("fault");
        assertThat(journal.injections())
                .singleElement()
                .satisfies(one -> assertThat(one.gone()).contains(true));
        assertThat(temp.resolve("touched")).doesNotExist();
    }

    @Test
    void anInterruptedRunLeavesItsOwnRollbacksOutButOurFaultsAreTakenBack() throws Exception {
        expects("met", true);
        drill.method.add(drill.fault("fault", 60_000));
        drill.rollbacks.add(Drill.touch("roll back", temp.resolve("rolled back")));
        var running = new Journal[1];
        var thread = Thread.startVirtualThread(() -> running[0] = drill.run());
        await().until(() -> Files.exists(drill.mark("fault")));
        drill.stop.ask(Verdict.ABORTED, "a signal");
        thread.join();

        assertThat(running[0].toolkit()).isEqualTo(ended("interrupted", false));
        assertThat(running[0].exitCode()).isEqualTo(1);
        assertThat(running[0].run())
                .singleElement()
                .satisfies(ran -> assertThat(ran.status()).isEmpty());
        assertThat(drill.mark("fault")).doesNotExist();
        assertThat(temp.resolve("rolled back")).doesNotExist();
    }

    @Test
    void whatIsOnlyPretendedIsMetThere() {
        expects("missed", false);
        drill.dry = dev.shakeout.model.Dry.PROBES;

        Journal journal = drill.run();

        assertThat(journal.toolkit()).isEqualTo(ended("completed", false));
        assertThat(journal.steadyState(Phase.AFTER).orElseThrow().met()).isTrue();
        assertThat(journal.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }
}
