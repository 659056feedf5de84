package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Activity;
import dev.shakeout.model.Activity.Cue;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Dry;
import dev.shakeout.model.Event;
import dev.shakeout.model.Expression;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Json;
import dev.shakeout.model.Output;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Activities that wait for others, or are carried out only if something holds. */
class CueTest {
    private Drill drill;

    @BeforeEach
    void begin(@TempDir Path folder) {
        drill = new Drill(folder);
    }

    /** Whether an activity gave true; without an answer where it gave nothing. */
    private record Gave(String activity) implements Expression {
        @Override
        public String text() {
            return "activities['" + activity + "'].value";
        }

        @Override
        public List<Field> fields() {
            return List.of(new Field(activity, Output.VALUE));
        }

        @Override
        public boolean holds(Map<String, Json.Obj> readings) {
            return switch (readings.get(activity).get(Output.VALUE).orElse(Json.Null.NULL)) {
                case Json.Bool(boolean value) -> value;
                case Json other -> throw new BadValue("found " + other.kind());
            };
        }
    }

    private static Activity onlyIf(String asked, Activity activity) {
        return activity.with(activity.written().on(new Cue(List.of(), Optional.of(new Gave(asked)))));
    }

    private static Activity after(List<String> names, Activity activity) {
        return activity.with(activity.written().on(new Cue(names, Optional.empty())));
    }

    private static Journal.Ran ran(Journal journal, String name) {
        return journal.run().stream()
                .filter(run -> run.name().equals(name))
                .reduce((one, two) -> {
                    throw new AssertionError(name + " ran twice: " + one + two);
                })
                .orElseThrow();
    }

    private Activity.Probe looks(String name, String file) {
        Activity.Probe probe = drill.exists(name, drill.file(file), true);
        return probe.judgedBy(Optional.empty());
    }

    @Test
    void aFaultWhoseConditionHoldsIsInjectedAndOneWhoseConditionDoesNotIsSkipped() throws IOException {
        drill.method.add(Drill.touch("touch", drill.file("there")));
        drill.method.add(looks("there", "there"));
        drill.method.add(looks("missing", "missing"));
        drill.method.add(onlyIf("there", drill.fault("done", 50)));
        drill.method.add(onlyIf("missing", drill.fault("left out", 60_000)));

        Journal journal = drill.run();

        assertThat(journal.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(journal.injections())
                .singleElement()
                .satisfies(injected -> assertThat(injected.activity()).isEqualTo("done"));
        Journal.Ran leftOut = ran(journal, "left out");
        assertThat(leftOut.status()).contains("skipped");
        assertThat(leftOut.isSkipped()).isTrue();
        assertThat(leftOut.error().orElseThrow())
                .isEqualTo("its condition does not hold: activities['missing'].value (missing: value false)");
        assertThat(drill.seen(Event.ActivitySkipped.class)).hasSize(1);
        assertThat(drill.seen(Event.ActivityStarted.class))
                .noneMatch(e -> e.activity().name().equals("left out"));
        assertThat(drill.plan().plan().injections()).as("both are planned").hasSize(2);
        assertThat(drill.runFolderIsGone()).isTrue();
    }

    @Test
    void aRunWhoseFaultsWereAllSkippedHasTestedNothing() {
        drill.hypothesis.add(drill.exists("steady", drill.file("absent"), false));
        drill.method.add(looks("missing", "missing"));
        drill.method.add(onlyIf("missing", drill.fault("left out", 60_000)));

        Journal journal = drill.run();

        assertThat(journal.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(journal.reasons())
                .containsExactly("no fault was injected, as the condition of 'left out' did not hold");
    }

    @Test
    void aSkippedCallLeavesTheVerdictAlone() {
        drill.method.add(looks("missing", "missing"));
        drill.method.add(drill.fault("fault", 50));
        drill.method.add(onlyIf("missing", Drill.touch("call", drill.file("touched"))));

        assertThat(drill.run().verdict()).isEqualTo(Verdict.PASSED);
        assertThat(drill.file("touched")).doesNotExist();
    }

    @Test
    void whatAsksAboutSomethingSkippedIsSkippedToo() {
        drill.method.add(looks("missing", "missing"));
        drill.method.add(onlyIf("missing", looks("second", "missing")));
        drill.method.add(onlyIf("second", Drill.touch("third", drill.file("touched"))));

        Journal journal = drill.run();

        assertThat(ran(journal, "third").error().orElseThrow())
                .isEqualTo("its condition asks what 'second' gave, which was skipped: activities['second'].value");
        assertThat(journal.verdict()).isEqualTo(Verdict.PASSED);
    }

    @Test
    void aConditionWithoutAnAnswerIsAFailureAndDoesNotHappen() {
        drill.method.add(drill.fault("fault", 50));
        drill.method.add(onlyIf("fault", Drill.touch("call", drill.file("touched"))));

        Journal journal = drill.run();

        assertThat(ran(journal, "call").status()).contains("failed");
        assertThat(ran(journal, "call").error().orElseThrow()).startsWith("its condition has no answer: ");
        assertThat(journal.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(drill.file("touched")).doesNotExist();
    }

    @Test
    void whatAsksAboutSomethingThatIsOnlyPretendedIsSkipped() {
        drill.dry = Dry.PROBES;
        drill.method.add(looks("missing", "missing"));
        drill.method.add(onlyIf("missing", Drill.touch("call", drill.file("touched"))));

        Journal journal = drill.run();

        assertThat(ran(journal, "call").isSkipped()).isTrue();
        assertThat(journal.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void oneInTheBackgroundWaitsForThoseItNamesWhileTheMethodGoesOn() {
        Activity slow = drill.background("slow", 700);
        Activity then = after(List.of("slow"), drill.background("then", 50));
        drill.method.add(slow);
        drill.method.add(then);
        drill.method.add(drill.fault("beside", 50));

        Journal journal = drill.run();

        assertThat(journal.verdict()).isEqualTo(Verdict.PASSED);
        Journal.Ran first = ran(journal, "slow");
        assertThat(ran(journal, "then").start()).isAfterOrEqualTo(first.start().plus(first.duration()));
        assertThat(ran(journal, "beside").start()).isBefore(first.start().plus(first.duration()));
    }

    @Test
    void oneInTheForegroundHoldsUpTheMethodUntilThoseInTheBackgroundThatItAsksAboutHaveEnded() {
        drill.method.add(drill.background("slow", 400));
        drill.method.add(looks("missing", "missing"));
        Activity probe = looks("asked", "missing");
        drill.method.add(probe.with(probe.written()
                .inBackground(true)
                .withPauses(new Activity.Pauses(Duration.ofMillis(300), Duration.ZERO))));
        drill.method.add(onlyIf("asked", Drill.touch("call", drill.file("touched"))));
        drill.method.add(after(List.of("slow", "call"), Drill.touch("last", drill.file("last"))));

        Journal journal = drill.run();

        Journal.Ran asked = ran(journal, "asked");
        assertThat(ran(journal, "call").isSkipped()).isTrue();
        assertThat(ran(journal, "call").start()).isAfterOrEqualTo(asked.start());
        Journal.Ran slow = ran(journal, "slow");
        assertThat(ran(journal, "last").start()).isAfterOrEqualTo(slow.start().plus(slow.duration()));
        assertThat(drill.file("last")).exists();
    }

    @Test
    void aStopReachesThoseThatWait() throws IOException {
        drill.method.add(drill.background("long", 60_000));
        drill.method.add(after(List.of("long"), drill.background("never", 50)));
        drill.method.add(after(List.of("long"), Drill.touch("nor this", drill.file("touched"))));
        drill.listeners.add(event -> {
            if (event instanceof Event.Injected) {
                drill.stop.ask(Verdict.ABORTED, "enough");
            }
        });

        Journal journal = drill.run();

        assertThat(journal.verdict()).isEqualTo(Verdict.ABORTED);
        assertThat(journal.injections()).hasSize(1);
        assertThat(drill.file("touched")).doesNotExist();
        assertThat(drill.runFolderIsGone()).isTrue();
    }

    @Test
    void howLongTheMethodTakesCountsWhatWaits() {
        drill.method.add(drill.background("first", 10_000));
        drill.method.add(after(List.of("first"), drill.background("second", 5_000)));
        drill.method.add(drill.fault("beside", 3_000));

        assertThat(KnownDuration.of(drill.experiment(), drill.plan().plan().injections(), _ -> false))
                .isEqualTo(Duration.ofSeconds(15));
    }
}
