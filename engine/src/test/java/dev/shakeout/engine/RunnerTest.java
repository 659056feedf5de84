package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.model.Activity.Pauses;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Dry;
import dev.shakeout.model.Event;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Phase;
import dev.shakeout.model.Safety;
import dev.shakeout.model.Selector;
import dev.shakeout.model.Strategies;
import dev.shakeout.model.Strategies.HypothesisWhen;
import dev.shakeout.model.Strategies.RollbackWhen;
import dev.shakeout.model.Tolerance;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every verdict, reached on real files and sockets; whatever happens, what was broken is mended afterwards. */
class RunnerTest {
    private static final Duration SOON = Duration.ofSeconds(6);

    @TempDir
    Path temp;

    private Drill drill;
    private Path steady;

    @BeforeEach
    void aSteadySystem() throws IOException {
        drill = new Drill(temp);
        steady = Files.createFile(temp.resolve("steady"));
        drill.hypothesis.add(drill.exists("steady file", steady, true));
    }

    private void everythingIsTakenBack() throws IOException {
        try (var files = Files.list(temp)) {
            assertThat(files.filter(f -> f.toString().endsWith(".a"))).isEmpty();
        }
        assertThat(drill.runFolderIsGone()).as("the run folder is gone").isTrue();
    }

    private static Strategies when(HypothesisWhen when, boolean failFast) {
        return new Strategies(when, Duration.ofMillis(30), failFast, RollbackWhen.DEFAULT);
    }

    // ---- passed

    @Test
    void passesWhenTheSteadyStateHoldsAndTheFaultBites() throws IOException {
        drill.method.add(drill.fault("fault", 200));

        Journal journal = drill.run();

        assertThat(journal.verdict()).as(journal.reasons().toString()).isEqualTo(Verdict.PASSED);
        assertThat(journal.reasons()).isEmpty();
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

    // ---- deviated

    @Test
    void deviatesWhenTheHypothesisBreaksUnderTheFault() throws IOException {
        drill.hypothesis.add(drill.exists("no mark", drill.mark("fault"), false));
        drill.strategies = when(HypothesisWhen.CONTINUOUSLY, false);
        drill.method.add(drill.fault("fault", 500));

        Journal journal = drill.run();

        assertThat(journal.verdict()).isEqualTo(Verdict.DEVIATED);
        assertThat(journal.reasons()).anyMatch(r -> r.contains("'no mark' while faults were on"));
        assertThat(journal.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.where()).isEqualTo("no mark");
            assertThat(finding.faults()).singleElement().asString().contains("file/exists on place a");
        });
        var during = journal.steadyState(Phase.DURING).orElseThrow();
        assertThat(during.met()).isFalse();
        assertThat(during.probes()).hasSizeGreaterThan(4);
        assertThat(journal.steadyState(Phase.AFTER).orElseThrow().met()).isTrue();
        everythingIsTakenBack();
    }

    @Test
    void failFastEndsTheMethodAtTheFirstDeviation() throws IOException {
        drill.hypothesis.add(drill.exists("no mark", drill.mark("fault"), false));
        drill.strategies = when(HypothesisWhen.CONTINUOUSLY, true);
        drill.method.add(drill.fault("fault", 60_000));

        Journal journal = drill.run();

        assertThat(journal.verdict()).isEqualTo(Verdict.DEVIATED);
        assertThat(journal.duration()).isLessThan(Duration.ofSeconds(20));
        everythingIsTakenBack();
    }

    @Test
    void deviatesWhenTheSystemDoesNotComeBack() throws IOException {
        drill.method.add(
                drill.fault("fault", drill.arguments("fault").with(MarkFault.FIRST, "rm '" + steady + "'"), 50));

        Journal journal = drill.run();

        assertThat(journal.verdict()).isEqualTo(Verdict.DEVIATED);
        assertThat(journal.reasons()).singleElement().asString().startsWith("'steady file' after the faults");
        everythingIsTakenBack();
    }

    @Test
    void deviatesWhenAProbeOfTheMethodMissesItsTolerance() throws IOException {
        drill.method.add(drill.background("fault", -1));
        drill.method.add(drill.exists("no mark", drill.mark("fault"), false));

        Journal journal = drill.run();

        assertThat(journal.verdict()).isEqualTo(Verdict.DEVIATED);
        assertThat(journal.findings()).hasSize(1);
        everythingIsTakenBack();
    }

    // ---- halted

    @Test
    void aGuardHaltsTheRunAtOnce() throws IOException {
        drill.method.add(drill.fault("fault", 60_000));
        drill.haltWhen("no mark", drill.exists("mark seen by guard", drill.mark("fault"), false), 2);

        Journal journal = drill.run();

        assertThat(journal.verdict()).isEqualTo(Verdict.HALTED);
        var tripped = drill.seen(Event.GuardTripped.class).getFirst();
        var back = drill.seen(Event.TakenBack.class).getFirst();
        assertThat(Duration.between(tripped.at(), back.at())).isLessThan(SOON);
        assertThat(journal.guards()).singleElement().satisfies(guard -> {
            assertThat(guard.breaches()).isEqualTo(2);
            assertThat(guard.tripped()).isPresent();
        });
        everythingIsTakenBack();
    }

    @Test
    void aGuardThatSeesNothingProtectsNobodySoItHalts() throws IOException {
        drill.method.add(drill.fault("fault", 60_000));
        drill.haltWhen("blind", Drill.probe("blind", Drill.call("broken", Arguments.NONE), Drill.is(true), 0), 3);

        Journal journal = drill.run();

        assertThat(journal.verdict()).isEqualTo(Verdict.HALTED);
        assertThat(journal.reasons().getFirst()).contains("a mistake in the probe");
        everythingIsTakenBack();
    }

    @Test
    void aGuardHasALoadOfItsOwn() throws IOException {
        try (var server = new ServerSocket(0, 500, InetAddress.getLoopbackAddress())) {
            drill.method.add(drill.fault("fault", 1500));
            var slo = new Tolerance.Slo(Map.of(), Optional.of(new Percent(10)), 1, Optional.empty());
            var load = Drill.call("connects", Arguments.NONE.with(TestProbes.PORT, server.getLocalPort()));
            drill.haltWhen("errors", Drill.probe("errors", load, slo, 0), 1);

            Journal journal = drill.run();
            assertThat(journal.verdict()).as(journal.reasons().toString()).isEqualTo(Verdict.PASSED);
            assertThat(journal.load().get("errors")).isNotEmpty();
        }
        var again = new Drill(temp); // nobody answers there any more
        again.method.add(again.fault("again", 60_000));
        again.guards.addAll(drill.guards);
        assertThat(again.run().verdict()).isEqualTo(Verdict.HALTED);
        everythingIsTakenBack();
    }

    // ---- not ready, inconclusive, refused

    @Test
    void isNotReadyWhenTheSteadyStateDoesNotHoldBeforeAndInjectsNothing() throws IOException {
        Files.delete(steady);
        drill.method.add(drill.fault("fault", 50));

        Journal journal = drill.run();

        assertThat(journal.verdict()).isEqualTo(Verdict.NOT_READY);
        assertThat(drill.seen(Event.Injecting.class)).isEmpty();
        assertThat(journal.run()).isEmpty();
        everythingIsTakenBack();
    }

    @Test
    void isInconclusiveWhenAFaultDoesNotBite() throws IOException {
        drill.method.add(drill.fault("fault", drill.arguments("fault").with(MarkFault.EFFECT, "toothless"), 50));

        Journal journal = drill.run();

        assertThat(journal.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(journal.reasons().getFirst()).contains("no measurable effect");
        everythingIsTakenBack();
    }

    @Test
    void isInconclusiveWhenThereIsTooLittleData() throws IOException {
        try (var server = new ServerSocket(0, 500, InetAddress.getLoopbackAddress())) {
            var slo = new Tolerance.Slo(Map.of(), Optional.of(new Percent(1)), 1_000_000, Optional.empty());
            var load = Drill.call("connects", Arguments.NONE.with(TestProbes.PORT, server.getLocalPort()));
            drill.hypothesis.add(Drill.probe("load", load, slo, 0));
            drill.strategies = when(HypothesisWhen.DURING_METHOD_ONLY, false);
            drill.method.add(drill.fault("fault", 300));

            Journal journal = drill.run();

            assertThat(journal.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(journal.reasons().getFirst()).contains("samples, at least 1000000 are needed");
        }
        everythingIsTakenBack();
    }

    @Test
    void isRefusedWhenTheBlastRadiusIsTooLarge() throws IOException {
        drill.radius = new Safety.BlastRadius(Optional.of(1), Optional.empty(), Optional.of(Drill.HERE));
        drill.method.add(
                Drill.fault("fault", drill.arguments("fault"), 50, 2, new Selector.Mode.All(), false, Pauses.NONE));

        Journal journal = drill.run();

        assertThat(journal.verdict()).isEqualTo(Verdict.REFUSED);
        assertThat(journal.reasons().getFirst()).contains("2 targets would be hit, blast-radius allows 1", "drill:1:1");
        assertThat(drill.seen(Event.PhaseStarted.class)).isEmpty();
        everythingIsTakenBack();
    }

    // ---- failed

    @Test
    void failsWhenASecondStepFailsAndTakesTheFirstBack() throws IOException {
        drill.method.add(drill.fault(
                "fault", drill.arguments("fault").with(MarkFault.THEN, "echo no such device >&2; exit 2"), 50));
        drill.method.add(Drill.touch("never reached", temp.resolve("reached")));

        Journal journal = drill.run();

        assertThat(journal.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(journal.reasons()).singleElement().asString().contains("could not go on: no such device");
        assertThat(temp.resolve("reached")).doesNotExist();
        assertThat(drill.seen(Event.TakenBack.class)).hasSize(1);
        everythingIsTakenBack();
    }

    @Test
    void failsWhenTheLedgerCannotBeKeptAndInjectsNothing() {
        var nowhere = new Folders(Path.of("/proc/shakeout"), temp);
        var machine = new Machine(
                drill.machine.root(),
                drill.machine.processes(),
                drill.machine.clock(),
                nowhere,
                List.of(),
                System.getenv(),
                Map.of(),
                drill.machine.facts());
        drill.method.add(drill.fault("fault", 50));

        Journal journal =
                new Runner(Drill.CATALOG, machine, Map.of(), "test").run(drill.plan(), drill.stop, drill.listeners);

        assertThat(journal.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(journal.reasons().getFirst()).contains("ledger");
        assertThat(drill.seen(Event.Injecting.class)).isEmpty();
        assertThat(drill.mark("fault")).doesNotExist();
    }

    @Test
    void aProbeThatThrowsIsAProbeThatFailed() {
        drill.hypothesis.add(Drill.probe("broken", Drill.call("broken", Arguments.NONE), Drill.is(true), 0));
        drill.method.add(drill.fault("fault", 50));

        assertThat(drill.run().verdict()).isEqualTo(Verdict.NOT_READY);
    }

    // ---- unsafe

    @Test
    void isUnsafeWhenAnInverseNeverSucceedsAndNamesTheCommand() throws IOException {
        Path cause = Files.createFile(temp.resolve("cause"));
        drill.method.add(drill.fault(
                "fault",
                drill.arguments("fault").with(MarkFault.UNDO, "[ ! -e '" + cause + "' ] || { echo stuck; exit 1; }"),
                50));
        drill.method.add(drill.fault("other", 50));

        Journal journal = drill.run();

        assertThat(journal.verdict()).isEqualTo(Verdict.UNSAFE);
        assertThat(drill.mark("fault")).exists();
        assertThat(drill.mark("other")).doesNotExist();
        List<String> leftovers = journal.injections().getFirst().leftovers();
        assertThat(leftovers).hasSize(1);
        assertThat(journal.reasons().getFirst()).contains("stuck", leftovers.getFirst());

        Files.delete(cause);
        assertThat(Machines.sh(leftovers.getFirst()).ok()).isTrue();
        assertThat(drill.mark("fault")).doesNotExist();
    }

    @Test
    void isUnsafeWhenTheEffectIsStillThere() {
        drill.method.add(drill.fault("fault", drill.arguments("fault").with(MarkFault.UNDO, "exit 0"), 50));

        Journal journal = drill.run();

        assertThat(journal.verdict()).isEqualTo(Verdict.UNSAFE);
        assertThat(journal.injections().getFirst().gone()).contains(false);
    }

    @Test
    void anEffectThatBreaksKeepsNothingElseFromBeingTakenBack() throws IOException {
        drill.method.add(drill.fault("one", -1));
        drill.method.add(drill.fault("two", drill.arguments("two").with(MarkFault.EFFECT, "throws"), -1));

        assertThat(drill.run().verdict()).isEqualTo(Verdict.UNSAFE);
        everythingIsTakenBack();
    }

    // ---- aborted

    @Test
    void aStopAtAnyMomentEndsTheRunWithEverythingTakenBack() throws Exception {
        long seed = System.nanoTime();
        var random = new java.util.Random(seed);
        for (int trial = 0; trial < 30; trial++) {
            var one = new Drill(temp);
            one.hypothesis.addAll(drill.hypothesis);
            one.method.add(one.background("background", 250));
            one.method.add(Drill.fault(
                    "slow",
                    one.arguments("slow").with(MarkFault.FIRST, "sleep 0.1").with(MarkFault.UNDO, "sleep 0.05"),
                    100,
                    1,
                    new Selector.Mode.All(),
                    false,
                    new Pauses(Duration.ofMillis(50), Duration.ofMillis(50))));
            one.method.add(one.exists("probe", steady, true));
            int delay = random.nextInt(1000);
            String trace = "trial " + trial + " after " + delay + " ms, seed " + seed;
            var asking = Thread.startVirtualThread(() -> {
                try {
                    Thread.sleep(delay);
                } catch (InterruptedException _) {
                    return;
                }
                one.stop.ask(Verdict.ABORTED, "a person");
            });

            Journal journal = one.run();
            asking.interrupt();

            assertThat(Thread.interrupted()).as(trace).isFalse();
            assertThat(journal.verdict()).as("%s %s", trace, journal.reasons()).isIn(Verdict.ABORTED, Verdict.PASSED);
            if (journal.verdict() == Verdict.ABORTED) {
                assertThat(journal.interruptedBy()).as(trace).contains("a person");
            }
            for (Event.Injecting injecting : one.seen(Event.Injecting.class)) {
                assertThat(one.seen(Event.TakenBack.class))
                        .as(trace)
                        .anyMatch(back -> back.injection().equals(injecting.injection()) && back.gone());
            }
            everythingIsTakenBack();
        }
    }

    @Test
    void aStopBeforeTheStartInjectsNothing() throws IOException {
        drill.method.add(drill.fault("fault", 50));
        drill.stop.ask(Verdict.ABORTED, "too early");

        Journal journal = drill.run();

        assertThat(journal.verdict()).isEqualTo(Verdict.ABORTED);
        assertThat(drill.seen(Event.Injecting.class)).isEmpty();
        everythingIsTakenBack();
    }

    @Test
    void aStopWhileAFaultIsBeingTakenBackDoesNotCutThatShort() throws IOException {
        Path undoing = temp.resolve("undoing");
        drill.method.add(Drill.fault(
                "fault",
                drill.arguments("fault").with(MarkFault.UNDO, ": >'" + undoing + "'; sleep 0.5"),
                100,
                1,
                new Selector.Mode.All(),
                true,
                new Pauses(Duration.ZERO, Duration.ofSeconds(60))));
        Thread.startVirtualThread(() -> {
            await().until(() -> Files.exists(undoing));
            drill.stop.ask(Verdict.ABORTED, "a person");
        });

        Journal journal = drill.run();

        assertThat(journal.verdict()).as(journal.reasons().toString()).isEqualTo(Verdict.ABORTED);
        assertThat(drill.seen(Event.NotTakenBack.class)).isEmpty();
        everythingIsTakenBack();
    }

    @Test
    void anInterruptOfTheRunsThreadAbortsItAndIsKept() throws Exception {
        drill.method.add(drill.fault("fault", 60_000));
        var journal = new java.util.concurrent.CompletableFuture<Journal>();
        var kept = new java.util.concurrent.atomic.AtomicBoolean();
        var running = Thread.startVirtualThread(() -> {
            journal.complete(drill.run());
            kept.set(Thread.currentThread().isInterrupted());
        });
        await().until(() -> Files.exists(drill.mark("fault")));

        running.interrupt();
        running.join();

        assertThat(journal.join().verdict()).isEqualTo(Verdict.ABORTED);
        assertThat(kept).isTrue();
        everythingIsTakenBack();
    }

    @Test
    void aProbeThatIsDeafDoesNotStandBetweenAStopAndTheUndo() throws Exception {
        drill.method.add(drill.background("fault", -1));
        drill.method.add(new dev.shakeout.model.Activity.Probe(
                dev.shakeout.model.Activity.Written.named("deaf", Drill.HERE).inBackground(true),
                Drill.call("deaf", Arguments.NONE),
                Optional.empty(),
                Duration.ZERO));
        var running = Thread.startVirtualThread(drill::run);
        await().until(() -> Files.exists(drill.mark("fault")) && !TestProbes.DeafProbe.WAITING.isEmpty());

        drill.stop.ask(Verdict.ABORTED, "a person");

        await().atMost(SOON).pollInterval(Duration.ofMillis(5)).until(() -> !Files.exists(drill.mark("fault")));
        TestProbes.DeafProbe.release();
        running.join();
        everythingIsTakenBack();
    }

    @Test
    void aListenerThatHangsOrBreaksDoesNotStandInTheWay() throws IOException {
        drill.method.add(drill.fault("fault", 50));
        drill.listeners.add(_ -> {
            throw new AssertionError("a broken listener");
        });
        drill.listeners.add(event -> {
            if (event instanceof Event.EffectMeasured) { // stuck until the fault is gone
                await().atMost(SOON).until(() -> !Files.exists(drill.mark("fault")));
            }
        });

        assertThat(drill.run().verdict()).isEqualTo(Verdict.PASSED);
        assertThat(drill.seen(Event.RunEnded.class)).as("the others are told").hasSize(1);
        everythingIsTakenBack();
    }

    // ---- rollbacks

    @Test
    void rollbacksRunAsTheStrategySays() throws IOException {
        var expected = Map.of(
                RollbackWhen.DEFAULT, "passed deviated aborted",
                RollbackWhen.ALWAYS, "passed deviated aborted not-ready",
                RollbackWhen.NEVER, "",
                RollbackWhen.DEVIATED, "deviated");
        for (var strategy : expected.entrySet()) {
            for (String end : List.of("passed", "deviated", "aborted", "not-ready")) {
                Path rolled = temp.resolve("rolled back");
                Files.deleteIfExists(rolled);
                var one = new Drill(temp);
                one.hypothesis.addAll(drill.hypothesis);
                one.strategies =
                        new Strategies(HypothesisWhen.DEFAULT, Duration.ofSeconds(1), false, strategy.getKey());
                one.rollbacks.add(Drill.touch("roll back", rolled));
                switch (end) {
                    case "deviated" -> one.method.add(one.exists("fails", steady, false));
                    case "aborted" -> {
                        one.method.add(one.fault("fault", 60_000));
                        one.listeners.add(event -> {
                            if (event instanceof Event.Injected) {
                                one.stop.ask(Verdict.ABORTED, "a person");
                            }
                        });
                    }
                    case "not-ready" -> one.hypothesis.add(one.exists("never", steady, false));
                    default -> one.method.add(one.exists("holds", steady, true));
                }

                Journal journal = one.run();

                assertThat(journal.verdict().word()).isEqualTo(end);
                assertThat(Files.exists(rolled))
                        .as("%s when %s", strategy.getKey(), end)
                        .isEqualTo(List.of(strategy.getValue().split(" ", -1)).contains(end));
            }
        }
    }

    @Test
    void aRollbackThatFailsFailsTheRun() {
        drill.rollbacks.add(Drill.touch("roll back", temp.resolve("no/such/folder")));

        assertThat(drill.run().verdict()).isEqualTo(Verdict.FAILED);
    }

    // ---- dry

    @Test
    void dryActionsBreakNothingAndReadEverything() throws IOException {
        drill.dry = Dry.ACTIONS;
        drill.method.add(drill.fault("fault", 60_000));
        drill.rollbacks.add(Drill.touch("roll back", temp.resolve("rolled back")));

        assertThat(drill.run().verdict()).isEqualTo(Verdict.INCONCLUSIVE);

        assertThat(drill.seen(Event.Injecting.class)).isEmpty();
        assertThat(temp.resolve("rolled back")).doesNotExist();
        assertThat(temp.resolve("steady file.readings")).hasContent("xx");
    }

    @Test
    void dryProbesReadNothingAndBreakAsPlanned() throws IOException {
        Files.delete(steady); // nobody looks
        drill.dry = Dry.PROBES;
        drill.strategies = when(HypothesisWhen.CONTINUOUSLY, true);
        drill.method.add(drill.fault("fault", 100));
        drill.method.add(drill.exists("probe", steady, true));

        assertThat(drill.run().verdict()).isEqualTo(Verdict.INCONCLUSIVE);

        assertThat(drill.seen(Event.Injected.class)).hasSize(1);
        assertThat(temp.resolve("steady file.readings")).doesNotExist();
        assertThat(temp.resolve("probe.readings")).doesNotExist();
        everythingIsTakenBack();
    }

    @Test
    void dryActivitiesDoNothingAndDryPausesOnlySkipThePauses() throws IOException {
        var pauses = new Pauses(Duration.ofSeconds(30), Duration.ofSeconds(30));
        drill.method.add(Drill.fault("fault", drill.arguments("fault"), 50, 1, new Selector.Mode.All(), false, pauses));
        drill.dry = Dry.ACTIVITIES;
        assertThat(drill.run().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(drill.seen(Event.Injecting.class)).isEmpty();

        drill.dry = Dry.PAUSE;
        Journal journal = drill.run();
        assertThat(journal.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(journal.injections()).hasSize(1);
        assertThat(journal.duration()).isLessThan(Duration.ofSeconds(20));
        everythingIsTakenBack();
    }

    // ---- the same step may not be taken twice by two runs of one moment

    @Test
    void runsOfOneProcessDoNotMeet() throws Exception {
        var journals = new java.util.concurrent.ConcurrentLinkedQueue<Journal>();
        var threads = new java.util.ArrayList<Thread>();
        for (int i = 0; i < 4; i++) {
            var one = new Drill(temp);
            one.method.add(one.faultAt("fault" + i, "place" + i));
            threads.add(Thread.startVirtualThread(() -> journals.add(one.run())));
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(journals)
                .extracting(Journal::verdict)
                .containsOnly(Verdict.PASSED)
                .hasSize(4);
        assertThat(journals).extracting(Journal::runId).doesNotHaveDuplicates();
        everythingIsTakenBack();
    }

    @Test
    void ofTwoRunsThatWantTheSameTargetOneIsRefusedAndBreaksNothing() throws Exception {
        drill.method.add(drill.fault("first", -1));
        drill.method.add(drill.exists("it waits", drill.file("never"), true)); // until the end of its patience
        var second = new Drill(temp);
        second.method.add(second.fault("second", 50));
        var refused = new java.util.ArrayList<Journal>();
        drill.listeners.add(event -> {
            if (event instanceof Event.EffectMeasured) {
                refused.add(second.run());
            }
        });

        assertThat(drill.run().injections()).hasSize(1);

        assertThat(refused).singleElement().satisfies(journal -> {
            assertThat(journal.verdict()).isEqualTo(Verdict.REFUSED);
            assertThat(journal.reasons()).singleElement().asString().contains("place a is in the hands of run ");
        });
        assertThat(second.seen(Event.Injecting.class)).isEmpty();
        everythingIsTakenBack();
    }
}
