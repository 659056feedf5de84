package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Activity.Pauses;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Event;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Phase;
import dev.shakeout.model.Safety;
import dev.shakeout.model.Selector;
import dev.shakeout.model.Strategies.HypothesisWhen;
import dev.shakeout.model.Tolerance;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is found out about the system, or keeps it from being found out: deviated, halted, not ready, inconclusive, refused. */
class RunVerdictTest extends SteadySystem {
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
}
