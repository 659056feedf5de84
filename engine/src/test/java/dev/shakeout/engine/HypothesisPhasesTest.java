package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Activity;
import dev.shakeout.model.Activity.Pauses;
import dev.shakeout.model.Event;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Phase;
import dev.shakeout.model.Reads;
import dev.shakeout.model.Retry;
import dev.shakeout.model.Strategies;
import dev.shakeout.model.Strategies.HypothesisWhen;
import dev.shakeout.model.Strategies.RollbackWhen;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Probes of the hypothesis that say themselves when they are read, and how often they are tried. */
class HypothesisPhasesTest {
    private static final Duration OFTEN = Duration.ofMillis(20);

    @TempDir
    Path folder;

    private Drill drill;
    private Path steady;

    @BeforeEach
    void prepare() throws IOException {
        drill = new Drill(folder);
        steady = Files.createFile(drill.file("steady"));
    }

    private Activity.Probe read(String name, Reads reads) {
        var plain = drill.exists(name, steady, true);
        return new Activity.Probe(plain.written(), plain.provider(), plain.tolerance(), Retry.NONE, reads);
    }

    private static Reads in(Phase... phases) {
        return new Reads(Set.of(phases), Reads.Pace.BY_STRATEGY);
    }

    private static Reads during(Duration delay, Duration interval, Optional<Duration> span) {
        return new Reads(Set.of(Phase.DURING), new Reads.Pace(delay, Optional.of(interval), span));
    }

    private List<Event.ProbeChecked> checks(String name) {
        return drill.seen(Event.ProbeChecked.class).stream()
                .filter(event -> event.run().activity().name().equals(name))
                .toList();
    }

    private List<Phase> phases(String name) {
        return checks(name).stream().map(Event.ProbeChecked::phase).distinct().toList();
    }

    private Instant methodBegan() {
        return drill.seen(Event.PhaseStarted.class).stream()
                .filter(event -> event.phase() == Phase.DURING)
                .findFirst()
                .orElseThrow()
                .at();
    }

    private static Strategies strategy(HypothesisWhen when) {
        return new Strategies(when, OFTEN, false, RollbackWhen.DEFAULT);
    }

    @Test
    void eachProbeIsReadWhenItSaysAndAllOthersWhenTheStrategySays() {
        drill.strategies = strategy(HypothesisWhen.AFTER_METHOD_ONLY);
        drill.hypothesis.addAll(List.of(
                read("first", in(Phase.BEFORE)),
                read("both", in(Phase.BEFORE, Phase.AFTER)),
                read("meanwhile", during(Duration.ZERO, OFTEN, Optional.empty())),
                read("by strategy", Reads.BY_STRATEGY)));
        drill.method.add(drill.fault("fault", 300));

        Journal journal = drill.run();

        assertThat(journal.verdict()).as(journal.reasons().toString()).isEqualTo(Verdict.PASSED);
        assertThat(phases("first")).containsExactly(Phase.BEFORE);
        assertThat(phases("both")).containsExactly(Phase.BEFORE, Phase.AFTER);
        assertThat(phases("meanwhile")).containsExactly(Phase.DURING);
        assertThat(phases("by strategy")).containsExactly(Phase.AFTER);
        assertThat(journal.meaning()).startsWith("The steady state held before, during and after");
        assertThat(journal.steadyState(Phase.BEFORE).orElseThrow().probes())
                .extracting(Journal.Ran::name)
                .containsExactly("first", "both");
    }

    @Test
    void aMissBeforeKeepsTheMethodFromBeingBegunAlsoWhereTheStrategyReadsNothingThen() throws IOException {
        Files.delete(steady);
        drill.strategies = strategy(HypothesisWhen.AFTER_METHOD_ONLY);
        drill.hypothesis.add(read("gate", in(Phase.BEFORE)));
        drill.method.add(drill.fault("fault", 50));

        assertThat(drill.run().verdict()).isEqualTo(Verdict.NOT_READY);
        assertThat(drill.seen(Event.Injecting.class)).isEmpty();
    }

    @Test
    void oneThatIsReadAfterOnlyMissesNothingBefore() {
        drill.hypothesis.add(read("afterwards", in(Phase.AFTER)));
        drill.method.add(
                drill.fault("fault", drill.arguments("fault").with(MarkFault.FIRST, "rm '" + steady + "'"), 50));

        Journal journal = drill.run();

        assertThat(journal.verdict()).isEqualTo(Verdict.DEVIATED);
        assertThat(journal.reasons().getFirst()).startsWith("'afterwards' after the faults");
        assertThat(journal.steadyState(Phase.BEFORE)).isEmpty();
    }

    @Test
    void eachHasItsOwnPaceDelayAndSpan() {
        drill.hypothesis.addAll(List.of(
                read("often", during(Duration.ZERO, OFTEN, Optional.empty())),
                read("rarely", during(Duration.ZERO, Duration.ofSeconds(30), Optional.empty())),
                read("late", during(Duration.ofMillis(400), OFTEN, Optional.of(Duration.ofMillis(200))))));
        drill.method.add(drill.fault("fault", 1_000));

        assertThat(drill.run().verdict()).isEqualTo(Verdict.PASSED);

        assertThat(checks("often")).hasSizeGreaterThan(5);
        assertThat(checks("rarely")).hasSize(1);
        Instant begun = methodBegan().plusMillis(400);
        assertThat(checks("late"))
                .isNotEmpty()
                .allSatisfy(check -> assertThat(check.run().start()).isAfterOrEqualTo(begun));
        assertThat(checks("late").getLast().run().start())
                .isBefore(checks("often").getLast().run().start());
    }

    @Test
    void whatWasNeverReadDidNotHold() {
        drill.hypothesis.add(read("too late", during(Duration.ofMinutes(1), OFTEN, Optional.empty())));
        drill.method.add(drill.fault("fault", 50));

        Journal journal = drill.run();

        assertThat(journal.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(journal.reasons())
                .containsExactly(
                        "'too late' was not read while the method ran, which was over before" + " its first reading");
    }

    @Test
    void nothingIsReadWithTheStrategySkip() {
        drill.strategies = strategy(HypothesisWhen.SKIP);
        drill.hypothesis.add(read("probe", in(Phase.BEFORE, Phase.DURING, Phase.AFTER)));
        drill.method.add(drill.fault("fault", 50));

        assertThat(drill.run().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(checks("probe")).isEmpty();
    }

    @Test
    void aProbePausesInTheHypothesisAsInTheMethod() {
        var plain = read("patient", in(Phase.BEFORE));
        drill.hypothesis.add(
                plain.with(plain.written().withPauses(new Pauses(Duration.ofMillis(200), Duration.ofMillis(100)))));
        drill.method.add(drill.fault("fault", 50));

        drill.run();

        var asked = drill.seen(Event.PhaseStarted.class).getFirst();
        var check = checks("patient").getFirst();
        assertThat(Duration.between(asked.at(), check.run().start())).isGreaterThanOrEqualTo(Duration.ofMillis(200));
        assertThat(Duration.between(check.run().start().plus(check.run().duration()), check.at()))
                .isGreaterThanOrEqualTo(Duration.ofMillis(100));
    }

    // ---- attempts

    private Activity.Probe tried(String name, Path file, int attempts, Duration interval) {
        var plain = drill.exists(name, file, true);
        return new Activity.Probe(
                plain.written(),
                plain.provider(),
                plain.tolerance(),
                new Retry.Attempts(attempts, interval),
                in(Phase.BEFORE));
    }

    private int readings(String name) throws IOException {
        return Files.readString(drill.file(name + ".readings")).length();
    }

    @Test
    void oneThatMissesIsTriedAgainAsOftenAsItSaysAndThenCountsOnce() throws IOException {
        drill.hypothesis.add(tried("absent", drill.file("absent file"), 3, Duration.ofMillis(50)));
        drill.method.add(drill.fault("fault", 50));

        Journal journal = drill.run();

        assertThat(journal.verdict()).isEqualTo(Verdict.NOT_READY);
        assertThat(readings("absent")).isEqualTo(3);
        assertThat(checks("absent")).hasSize(1);
        assertThat(checks("absent").getFirst().run().duration()).isGreaterThanOrEqualTo(Duration.ofMillis(100));
        assertThat(journal.reasons().getFirst()).endsWith("; attempt 3");
    }

    @Test
    void theFirstThatIsMetIsTheLast() throws IOException {
        drill.hypothesis.add(tried("there", steady, 3, Duration.ofMinutes(1)));
        drill.method.add(drill.fault("fault", 50));

        assertThat(drill.run().verdict()).isEqualTo(Verdict.PASSED);
        assertThat(readings("there")).isEqualTo(1);
    }

    @Test
    void oneThatIsMetLaterIsMet() throws IOException, InterruptedException {
        drill.hypothesis.add(tried("comes", drill.file("to come"), 1_000, OFTEN));
        drill.method.add(drill.fault("fault", 50));
        Thread maker = Thread.ofPlatform().start(() -> {
            try {
                while (!Files.exists(drill.file("comes.readings")) || readings("comes") < 2) {
                    Thread.sleep(1);
                }
                Files.createFile(drill.file("to come"));
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        Journal journal = drill.run();

        maker.join();
        assertThat(journal.verdict()).as(journal.reasons().toString()).isEqualTo(Verdict.PASSED);
        assertThat(readings("comes")).isGreaterThan(1);
        assertThat(checks("comes").getFirst().run().judgement().orElseThrow().words())
                .contains("; attempt ");
    }

    @Test
    void aStopEndsTheWaitForTheNextAttempt() {
        drill.hypothesis.add(tried("absent", drill.file("absent file"), 3, Duration.ofMinutes(1)));
        drill.method.add(drill.fault("fault", 50));
        drill.listeners.add(event -> {
            if (event instanceof Event.PhaseStarted) {
                drill.stop.ask(Verdict.ABORTED, "enough");
            }
        });

        Journal journal = drill.run();

        assertThat(journal.verdict()).isEqualTo(Verdict.ABORTED);
        assertThat(journal.duration()).isLessThan(Duration.ofSeconds(30));
    }

    // ---- guards

    @Test
    void aGuardWithASpanLooksNoMoreWhenItIsOver() {
        var probe = drill.exists("gone", drill.file("fault-marks"), false);
        drill.haltWhen(
                "early",
                new dev.shakeout.model.Guard.Condition.Missed(
                        probe, probe.tolerance().orElseThrow()),
                Drill.QUICK.after(Duration.ZERO).lasting(Optional.of(Duration.ofMillis(100))),
                1);
        drill.method.add(drill.fault("fault", 600));

        assertThat(drill.run().verdict()).isEqualTo(Verdict.PASSED);

        var reads = drill.seen(Event.GuardRead.class);
        assertThat(reads).isNotEmpty();
        assertThat(Duration.between(methodBegan(), reads.getLast().at())).isLessThan(Duration.ofMillis(550));
        assertThat(reads).hasSizeLessThanOrEqualTo(3);
    }
}
