package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Activity;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Event;
import dev.shakeout.model.Expression;
import dev.shakeout.model.Guard;
import dev.shakeout.model.Guard.Condition;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Json;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Halt conditions over real runs: what they look at, when, and what they make of what they cannot see. */
@Timeout(30)
class GuardsTest {
    private static final Guard.Pace QUICK = Drill.QUICK;

    private Drill drill;

    @BeforeEach
    void begin(@TempDir Path temp) {
        drill = new Drill(temp);
    }

    @AfterEach
    void release() {
        TestProbes.DeafProbe.release();
    }

    @Test
    void oneBreachIsEnoughWhereOneIsAllowedAndTheStopFollowsTheReadingAtOnce() {
        drill.method.add(drill.fault("fault", 60_000));
        drill.haltWhen("no mark", drill.exists("mark", drill.mark("fault"), false), 1);

        Journal journal = drill.run();

        assertThat(journal.verdict()).isEqualTo(Verdict.HALTED);
        var breach = drill.seen(Event.GuardRead.class).stream()
                .filter(read -> !read.judgement().met())
                .findFirst()
                .orElseThrow();
        var tripped = drill.seen(Event.GuardTripped.class).getFirst();
        assertThat(Duration.between(breach.at(), tripped.at())).isLessThan(Duration.ofMillis(50));
        assertThat(Duration.between(
                        tripped.at(),
                        drill.seen(Event.TakenBack.class).getFirst().at()))
                .isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void everyReadingIsToldAndAGuardThatHeldIsInTheJournalWithItsLastOne() throws IOException {
        drill.method.add(drill.fault("fault", 400));
        Path calm = Files.writeString(drill.file("calm"), "");
        drill.haltWhen("calm", drill.exists("it is calm", calm, true), 1);

        Journal journal = drill.run();

        assertThat(journal.verdict()).as(journal.reasons().toString()).isEqualTo(Verdict.PASSED);
        int readings = drill.seen(Event.GuardRead.class).size();
        assertThat(readings).isGreaterThanOrEqualTo(2);
        assertThat(journal.guards())
                .containsExactly(
                        new Journal.Guarded("calm", readings, 0, java.util.Optional.empty(), "true, expected true"));
    }

    @Test
    void aProbeThatHangsIsABreachWhileItStillHangs() {
        drill.method.add(drill.fault("fault", 60_000));
        drill.haltWhen("blind", missed(deaf()), QUICK.within(Duration.ofMillis(300)), 3);

        Journal journal = drill.run();

        assertThat(journal.verdict()).isEqualTo(Verdict.HALTED);
        assertThat(journal.reasons().getFirst()).contains("guard 'blind': no answer for ");
        assertThat(drill.seen(Event.GuardBreached.class))
                .extracting(Event.GuardBreached::inARow)
                .containsExactly(1, 2, 3);
        var breaches = drill.seen(Event.GuardBreached.class);
        assertThat(Duration.between(breaches.getFirst().at(), breaches.getLast().at()))
                .as("known to hang, it counts each interval")
                .isLessThan(Duration.ofMillis(300));
        assertThat(TestProbes.DeafProbe.WAITING)
                .as("hanging readings do not pile up")
                .hasSize(1);
    }

    @Test
    void aProbeThatCannotBeReadIsNoBreachWhereThatIsIgnored() {
        drill.method.add(drill.fault("fault", 400));
        drill.guards.add(
                new Guard("blind", missed(broken()), QUICK, 1, Guard.Unreadable.IGNORE, Drill.HERE, Json.Obj.EMPTY));

        Journal journal = drill.run();

        assertThat(journal.verdict()).as(journal.reasons().toString()).isEqualTo(Verdict.PASSED);
        assertThat(journal.guards().getFirst().breaches()).isZero();
        assertThat(journal.guards().getFirst().words()).contains("a mistake in the probe");
    }

    @Test
    void theFirstReadingWaitsForTheDelay() throws IOException {
        drill.method.add(drill.fault("fault", 1000));
        Path calm = Files.writeString(drill.file("calm"), "");
        drill.haltWhen("late", missed(drill.exists("it is calm", calm, true)), QUICK.after(Duration.ofMillis(600)), 1);

        Journal journal = drill.run();

        assertThat(journal.verdict()).as(journal.reasons().toString()).isEqualTo(Verdict.PASSED);
        var begun = drill.seen(Event.PhaseStarted.class).stream()
                .filter(phase -> phase.phase() == dev.shakeout.model.Phase.DURING)
                .findFirst()
                .orElseThrow();
        assertThat(Duration.between(
                        begun.at(), drill.seen(Event.GuardRead.class).getFirst().at()))
                .isGreaterThanOrEqualTo(Duration.ofMillis(600));
    }

    @Test
    void anExpressionOverSeveralProbesHaltsWithTheirNumbers() {
        drill.method.add(drill.fault("fault", 60_000));
        var marked = drill.exists("marked", drill.mark("fault"), true);
        var other = drill.exists("other", drill.file("other"), true);
        drill.haltWhen(
                "both",
                new Condition.Holds(
                        asking(
                                Set.of("marked.value", "other.met"),
                                readings -> value(readings, "marked", "value").equals("true")
                                        && value(readings, "other", "met").equals("false")),
                        List.of(marked, other)),
                QUICK,
                2);

        Journal journal = drill.run();

        assertThat(journal.verdict()).as(journal.reasons().toString()).isEqualTo(Verdict.HALTED);
        assertThat(journal.reasons().getFirst()).contains("marked: value true", "other: met false");
    }

    @Test
    void aProbeOfAnExpressionThatCannotBeReadIsABreachWhateverTheOthersSay() {
        drill.method.add(drill.fault("fault", 60_000));
        drill.haltWhen(
                "blind", new Condition.Holds(asking(Set.of("broken.status"), _ -> false), List.of(broken())), QUICK, 2);

        Journal journal = drill.run();

        assertThat(journal.verdict()).isEqualTo(Verdict.HALTED);
        assertThat(journal.reasons().getFirst()).contains("'broken': a mistake in the probe");
    }

    @Test
    void unlessTheExpressionAsksAboutJustThat() {
        drill.method.add(drill.fault("fault", 400));
        drill.haltWhen(
                "seen", new Condition.Holds(asking(Set.of("broken.failed"), _ -> false), List.of(broken())), QUICK, 1);

        Journal journal = drill.run();

        assertThat(journal.verdict()).as(journal.reasons().toString()).isEqualTo(Verdict.PASSED);
        assertThat(journal.guards().getFirst().words()).isEqualTo("broken: failed true");
    }

    @Test
    void anExpressionWithoutAnAnswerIsABreach() {
        drill.method.add(drill.fault("fault", 60_000));
        Predicate<Map<String, Json.Obj>> noAnswer = _ -> {
            throw new BadValue("no answer");
        };
        drill.haltWhen(
                "mute",
                new Condition.Holds(
                        asking(Set.of("mark.x"), noAnswer), List.of(drill.exists("mark", drill.mark("fault"), true))),
                QUICK,
                1);

        assertThat(drill.run().verdict()).isEqualTo(Verdict.HALTED);
    }

    private static Condition missed(Activity.Probe probe) {
        return new Condition.Missed(probe, probe.tolerance().orElseThrow());
    }

    private static Activity.Probe deaf() {
        return Drill.probe("deaf", Drill.call("deaf", Arguments.NONE), Drill.is(true), 0);
    }

    private static Activity.Probe broken() {
        return Drill.probe("broken", Drill.call("broken", Arguments.NONE), Drill.is(true), 0);
    }

    private static String value(Map<String, Json.Obj> readings, String probe, String field) {
        return readings.get(probe).get(field).orElseThrow().text();
    }

    /** @param fields as probe.field */
    private static Expression asking(Set<String> fields, Predicate<Map<String, Json.Obj>> answer) {
        List<Expression.Field> asked = fields.stream()
                .sorted()
                .map(field -> field.split("\\."))
                .map(parts -> new Expression.Field(parts[0], parts[1]))
                .collect(Collectors.toList());
        return new Expression() {
            @Override
            public String text() {
                return "a question";
            }

            @Override
            public List<Field> fields() {
                return asked;
            }

            @Override
            public boolean holds(Map<String, Json.Obj> readings) {
                return answer.test(readings);
            }
        };
    }
}
