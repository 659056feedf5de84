package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.model.Activity.Pauses;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Event;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Phase;
import dev.shakeout.model.Selector;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A run that goes well: faults are on when and as long as the method says, and gone afterwards. */
class RunnerTest extends SteadySystem {
    @Test
    void passesWhenTheSteadyStateHoldsAndTheFaultBites() throws IOException {
        drill.method.add(drill.fault("fault", 200));

        Journal journal = drill.run();

        assertThat(journal.verdict()).as(journal.reasons().toString()).isEqualTo(Verdict.PASSED);
        assertThat(journal.reasons()).isEmpty();
        assertThat(journal.meaning())
                .startsWith("The steady state held before and after, and was not read during; every fault")
                .isEqualTo(((Event.RunEnded) drill.events.getLast()).meaning());
        assertThat(journal.steadyStates())
                .extracting(Journal.SteadyState::phase)
                .containsExactly(Phase.BEFORE, Phase.AFTER);
        Journal.Injected injected = journal.injections().getFirst();
        assertThat(injected.bites()).contains(true);
        assertThat(injected.gone()).contains(true);
        assertThat(injected.before().orElseThrow().value()).isZero();
        assertThat(injected.on().orElseThrow().value()).isEqualTo(1);
        assertThat(injected.after().orElseThrow().value()).isZero();
        assertThat(Duration.between(
                        injected.injected().orElseThrow(), injected.takenBack().orElseThrow()))
                .isGreaterThanOrEqualTo(Duration.ofMillis(200));
        assertThat(drill.events.getFirst()).isInstanceOf(Event.RunStarted.class);
        assertThat(drill.events.getLast()).isInstanceOf(Event.RunEnded.class);
        everythingIsTakenBack();
    }

    @Test
    void leavesNoProcessBehind() {
        drill.method.add(drill.fault("fault", 50));

        drill.run();

        await().untilAsserted(() -> assertThat(ProcessHandle.current().descendants())
                .noneMatch(p -> p.info().commandLine().orElse("").contains(temp.toString())));
    }

    @Test
    void aFaultWithoutADurationStaysOnUntilTheMethodEnds() throws IOException {
        drill.method.add(drill.fault("fault", -1));
        drill.method.add(drill.exists("it is on", drill.mark("fault"), true));

        assertThat(drill.run().verdict()).isEqualTo(Verdict.PASSED);
        everythingIsTakenBack();
    }

    @Test
    void aBackgroundFaultIsHeldBesideWhatFollows() throws IOException {
        drill.method.add(drill.background("fault", 400));
        drill.method.add(drill.exists("it is on", drill.mark("fault"), true));
        drill.method.add(Drill.probe(
                "it ends by itself",
                Drill.call(
                        "file",
                        Arguments.NONE.with(TestProbes.PATH, drill.mark("fault").toString())),
                Drill.is(false),
                5000));

        Journal journal = drill.run();

        assertThat(journal.verdict()).as(journal.reasons().toString()).isEqualTo(Verdict.PASSED);
        assertThat(journal.run()).extracting(Journal.Ran::name).contains("it is on", "it ends by itself", "fault");
        everythingIsTakenBack();
    }

    @Test
    void faultsThatOverlapOnOneTargetAreTakenBackNewestFirst() throws IOException {
        Path log = temp.resolve("log");
        for (String name : List.of("older", "newer")) {
            drill.method.add(Drill.fault(
                    name,
                    drill.arguments("one").with(MarkFault.UNDO, "echo " + name + " >>'" + log + "'"),
                    -1,
                    1,
                    new Selector.Mode.All(),
                    true,
                    Pauses.NONE));
        }
        drill.method.add(drill.exists("it is on", drill.mark("one"), true));

        drill.run();

        assertThat(Files.readAllLines(log)).containsExactly("newer", "older");
        everythingIsTakenBack();
    }

    @Test
    void faultsOnSeveralTargetsAreTakenBackBesideEachOther() throws IOException {
        String meetTheOther = """
                : >"$1.back"; n=0
                until [ -e "${1%.*}.a.back" ] && [ -e "${1%.*}.b.back" ]; do
                  n=$((n + 1)); [ $n -le 100 ] || exit 1; sleep 0.05
                done""";
        drill.method.add(Drill.fault(
                "both",
                drill.arguments("both").with(MarkFault.UNDO, meetTheOther),
                -1,
                2,
                new Selector.Mode.All(),
                false,
                Pauses.NONE));

        Journal journal = drill.run();

        assertThat(journal.verdict()).as(journal.reasons().toString()).isEqualTo(Verdict.PASSED);
        assertThat(journal.injections()).hasSize(2);
        everythingIsTakenBack();
    }

    @Test
    void aMomentaryFaultIsOverAtOnceAndNeedNotBeGone() {
        drill.method.add(drill.fault(
                "fault",
                drill.arguments("fault")
                        .with(MarkFault.EFFECT, "momentary")
                        .with(MarkFault.UNDO, "exit 0"), // the file stays
                20_000));

        Journal journal = drill.run();

        assertThat(journal.verdict()).as(journal.reasons().toString()).isEqualTo(Verdict.PASSED);
        assertThat(journal.duration()).isLessThan(Duration.ofSeconds(10));
        assertThat(drill.mark("fault")).exists();
        assertThat(journal.injections().getFirst().overAtOnce()).isTrue();
    }

    @Test
    void aProbeMayTakeAWhileToBeMet() {
        drill.hypothesis.set(
                0,
                Drill.probe(
                        "comes back",
                        Drill.call("file", Arguments.NONE.with(TestProbes.PATH, steady.toString())),
                        Drill.is(true),
                        10_000));
        drill.method.add(drill.fault(
                "fault",
                drill.arguments("fault")
                        .with(MarkFault.FIRST, "rm '" + steady + "'")
                        .with(MarkFault.UNDO, "{ sleep 0.7; : >'" + steady + "'; } >/dev/null 2>&1 &"),
                100));

        assertThat(drill.run().verdict()).isEqualTo(Verdict.PASSED);
    }

    @Test
    void pausesAreKept() {
        drill.method.add(Drill.fault(
                "fault",
                drill.arguments("fault"),
                0,
                1,
                new Selector.Mode.All(),
                false,
                new Pauses(Duration.ofMillis(300), Duration.ofMillis(400))));

        drill.run();

        var during = drill.seen(Event.PhaseStarted.class);
        var started = drill.seen(Event.ActivityStarted.class).getFirst();
        var ended = drill.seen(Event.ActivityEnded.class).getFirst();
        assertThat(Duration.between(during.get(1).at(), started.at())).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        assertThat(Duration.between(ended.at(), during.get(2).at())).isGreaterThanOrEqualTo(Duration.ofMillis(400));
    }
}
