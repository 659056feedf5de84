package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Activity.Pauses;
import dev.shakeout.model.Approval;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Event;
import dev.shakeout.model.Glob;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Plan;
import dev.shakeout.model.Position;
import dev.shakeout.model.Rule;
import dev.shakeout.model.Safety;
import dev.shakeout.model.Schedule;
import dev.shakeout.model.Selector.Mode;
import dev.shakeout.model.Target;
import dev.shakeout.model.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each rule of a policy refuses what breaks it, names itself and its place, and lets everything else pass. */
class PolicyTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final String DIGEST = "5e".repeat(32);

    @TempDir
    Path temp;

    private Drill drill;
    /** A Friday, 16:50 in Berlin. */
    private Instant now = Instant.parse("2026-11-27T15:50:00Z");

    private List<Approval> approvals = List.of();
    private Terms.Flag flag = new Terms.Flag(true, "it is on");

    @BeforeEach
    void anEmptyDrill() {
        drill = new Drill(temp);
    }

    private static Position at(int line) {
        return new Position("policy.yaml", line, 5);
    }

    private Planned plan(Rule... rules) {
        var machine = new Machine(
                drill.machine.root(),
                drill.machine.processes(),
                Clock.fixed(now, ZoneOffset.UTC),
                drill.machine.folders(),
                drill.machine.java(),
                drill.machine.environment(),
                Map.of(),
                drill.machine.facts());
        var catalog =
                new Catalog(Drill.CATALOG.faults(), Drill.CATALOG.probes(), Map.of("place", new Herd()), Map.of());
        return new Planner(catalog, machine)
                .plan(
                        drill.experiment(),
                        drill.seed,
                        new Terms("staging", List.of(rules), DIGEST, approvals, _ -> flag));
    }

    private List<String> refused(Rule... rules) {
        return plan(rules).plan().refusals().stream()
                .map(Plan.Refusal::toString)
                .toList();
    }

    /** A fault on places a, b, c, … */
    private void hit(String name, int places, Mode mode, long millis) {
        drill.method.add(Drill.fault(name, drill.arguments(name), millis, places, mode, false, Pauses.NONE));
    }

    /** Places, of which two each stand in for each other: a and b, c and d, … */
    private record Herd() implements TargetFinder {
        private static final MarkFault.Places PLACES = new MarkFault.Places();

        @Override
        public Descriptor descriptor() {
            return PLACES.descriptor();
        }

        @Override
        public List<Target> find(Arguments by, Machine machine) {
            return PLACES.find(by, machine);
        }

        @Override
        public Optional<Replicas> service(Target target, Machine machine) {
            int pair = (target.name().charAt(0) - 'a') / 2;
            return Optional.of(new Replicas(
                    "pair" + pair,
                    PLACES.find(Arguments.NONE.with(MarkFault.Places.COUNT, 26), machine)
                            .subList(pair * 2, pair * 2 + 2)));
        }
    }

    @Test
    void withoutRulesNothingIsRefused() {
        hit("all", 4, new Mode.All(), 50);

        assertThat(refused()).isEmpty();
    }

    // ---- how much

    @Test
    void tooManyTargets() {
        hit("one", 3, new Mode.All(), 50);
        hit("two", 4, new Mode.All(), 50);

        assertThat(refused(new Rule.MaxTargets(4, at(7)))).isEmpty();
        assertThat(refused(new Rule.MaxTargets(3, at(7))))
                .containsExactly("in staging: 4 targets would be hit, the policy allows 3 (policy.yaml:7:5)");
    }

    @Test
    void tooLargeAShare() {
        hit("one", 4, new Mode.Fixed(2), 50);

        assertThat(refused(new Rule.MaxPercent(new Percent(50), at(8)))).isEmpty();
        assertThat(refused(new Rule.MaxPercent(new Percent(49.9), at(8))))
                .containsExactly("in staging: 'one' would hit 2 of 4 (50%), the policy allows 49.9% (policy.yaml:8:5)");
    }

    @Test
    void aShareAsLargeAsTheCapIsAllowedWhateverTheNumbers() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            int found = 1 + random.nextInt(1_000);
            int chosen = random.nextInt(found + 1);
            int percent = 1 + random.nextInt(100);
            var caps = new Caps(List.of(), List.of(new Plan.BlastRadius("a", "place", chosen, found)));

            assertThat(caps.aboveShare(new Percent(percent), "x").isEmpty())
                    .as("seed %d: %d of %d under %d%%", seed, chosen, found, percent)
                    .isEqualTo(100L * chosen <= (long) percent * found);
        }
    }

    @Test
    void theLastReplicaOfAServiceTakenByTwoActivitiesTogether() {
        drill.method.add(drill.faultAt("one", "a"));
        drill.method.add(drill.faultAt("two", "b"));
        drill.method.add(drill.faultAt("three", "c"));

        Plan plan = plan(new Rule.KeepReplicas(1, at(9))).plan();

        assertThat(plan.radii())
                .extracting(radius -> radius.services().toString())
                .containsExactly(
                        "[pair0: every replica (2 of 2) is hit, none is left untouched]",
                        "[pair0: every replica (2 of 2) is hit, none is left untouched]",
                        "[pair1: 1 of 2 replicas hit]");
        assertThat(plan.refusals())
                .extracting(Plan.Refusal::toString)
                .containsExactly("in staging: pair0: every replica (2 of 2) is hit, none is left untouched; the policy"
                        + " wants 1 left untouched (policy.yaml:9:5)");
        assertThat(refused(new Rule.KeepReplicas(0, at(9)))).isEmpty();
    }

    // ---- what

    @Test
    void aFaultThatIsNotAllowedOrThatIsDenied() {
        hit("one", 1, new Mode.All(), 50);

        assertThat(refused(new Rule.AllowFaults(List.of(new Glob("cpu/*"), new Glob("file/*")), at(3))))
                .isEmpty();
        assertThat(refused(new Rule.AllowFaults(List.of(new Glob("cpu/*"), new Glob("network/*")), at(3))))
                .containsExactly("in staging: file/exists is not among the faults that the policy allows: cpu/*,"
                        + " network/* (policy.yaml:3:5)");
        assertThat(refused(new Rule.DenyFaults(new Glob("memory/*"), at(4)))).isEmpty();
        assertThat(refused(new Rule.DenyFaults(new Glob("*/exists"), at(4))))
                .containsExactly(
                        "in staging: file/exists is denied by the policy, which denies */exists (policy.yaml:4:5)");
    }

    @Test
    void aFaultOfFilesThatActsElsewhereThanAllowed() throws Exception {
        hit("one", 1, new Mode.All(), 50);
        String here = temp.toRealPath().toString();

        assertThat(refused(new Rule.AllowPaths(List.of(new Glob(temp + "/*"), new Glob(here + "/*")), at(3))))
                .isEmpty();
        assertThat(refused(new Rule.AllowPaths(List.of(new Glob("/srv/*"), new Glob("/data")), at(3))))
                .first()
                .asString()
                .startsWith("in staging: " + temp)
                .endsWith("is not among the paths that the policy allows: /srv/*, /data (policy.yaml:3:5)");
    }

    @Test
    void aFaultOfFilesThatActsElsewhereThanAllowedByALink() throws Exception {
        hit("one", 1, new Mode.All(), 50);
        Path mark = Path.of(drill.arguments("one").get(MarkFault.PATH));
        Path elsewhere = Files.createFile(temp.toRealPath().resolve("elsewhere"));
        Files.createSymbolicLink(mark, elsewhere);

        assertThat(refused(new Rule.AllowPaths(List.of(new Glob(mark.toString())), at(3))))
                .singleElement()
                .asString()
                .startsWith("in staging: " + elsewhere + " is not among the paths");
    }

    @Test
    void aDeniedFaultIsNamedAlsoWhereAllItsTargetsAreProtected() {
        hit("one", 1, new Mode.All(), 50);

        assertThat(refused(
                        new Rule.Protect(Optional.of("place"), Optional.empty(), Arguments.NONE, at(2)),
                        new Rule.DenyFaults(new Glob("file/exists"), at(4))))
                .hasSize(2)
                .last()
                .isEqualTo("in staging: file/exists is denied by the policy (policy.yaml:4:5)");
    }

    @Test
    void aProtectedTargetIsLeftOutOfTheChoiceAndNamed() {
        hit("all", 3, new Mode.All(), 50);

        Plan plan = plan(new Rule.Protect(Optional.of("place"), Optional.of(new Glob("b*")), Arguments.NONE, at(6)))
                .plan();

        assertThat(plan.injections()).extracting(i -> i.target().name()).containsExactly("a", "c");
        assertThat(plan.radii()).singleElement().satisfies(radius -> {
            assertThat(radius.found()).isEqualTo(2);
            assertThat(radius.spared())
                    .extracting(Plan.Spared::toString)
                    .containsExactly("place b: the policy at policy.yaml:6:5");
        });
        assertThat(plan.refusals()).isEmpty();
    }

    @Test
    void aSelectorThatFindsOnlyWhatIsProtectedIsRefused() {
        hit("all", 2, new Mode.All(), 50);

        assertThat(refused(new Rule.Protect(Optional.empty(), Optional.of(new Glob("?")), Arguments.NONE, at(6))))
                .containsExactly("'all': all that matches count 2 is protected: place a: the policy at policy.yaml:6:5;"
                        + " place b: the policy at policy.yaml:6:5 (drill:1:1)");
    }

    @Test
    void whatIsProtectedIsFoundByTheCriteriaOfItsKindAndByNoOther() {
        hit("all", 3, new Mode.All(), 50);
        var second = Arguments.NONE.with(MarkFault.Places.NAMED, "b");

        assertThat(plan(new Rule.Protect(Optional.of("place"), Optional.empty(), second, at(6)))
                        .plan()
                        .injections())
                .extracting(i -> i.target().name())
                .containsExactly("a", "c");
        assertThat(plan(
                                new Rule.Protect(
                                        Optional.of("host"), Optional.of(new Glob("*")), Arguments.NONE, at(6)),
                                new Rule.Protect(Optional.of("place"), Optional.of(new Glob("c")), second, at(7)))
                        .plan()
                        .injections())
                .as("another kind, and criteria that do not all match")
                .hasSize(3);
    }

    // ---- when

    private static Rule.Windows weekdays(String from, String until) {
        return new Rule.Windows(BERLIN, List.of(hours(from, until)), at(11));
    }

    private static Schedule hours(String from, String until) {
        return new Schedule.Weekly(
                EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), LocalTime.parse(from), LocalTime.parse(until));
    }

    @Test
    void noWindowIsOpen() {
        hit("one", 1, new Mode.All(), 50);

        assertThat(refused(weekdays("09:00", "17:00"))).isEmpty();
        assertThat(refused(weekdays("09:00", "16:00")))
                .containsExactly(
                        "in staging: no window is open at Fri 2026-11-27 16:50 Europe/Berlin; the next one opens"
                                + " at Mon 2026-11-30 09:00 Europe/Berlin (policy.yaml:11:5)");
        assertThat(refused(new Rule.Windows(BERLIN, List.of(), at(11))).getFirst())
                .contains("none opens within 32 days");
    }

    @Test
    void aRunThatIsKnownToOutlastItsWindow() {
        hit("ten minutes", 1, new Mode.All(), 600_000);

        assertThat(refused(weekdays("09:00", "17:00")))
                .as("it ends as the window does")
                .isEmpty();
        hit("one second more", 1, new Mode.All(), 1_000);
        assertThat(refused(weekdays("09:00", "17:00")))
                .containsExactly(
                        "in staging: the window closes at Fri 2026-11-27 17:00 Europe/Berlin, and the run lasts"
                                + " at least 10 m 1 s from now, Fri 2026-11-27 16:50 Europe/Berlin (policy.yaml:11:5)");
        assertThat(refused(new Rule.Windows(BERLIN, List.of(hours("16:30", "18:00"), hours("09:00", "17:00")), at(11))))
                .as("a second window carries it on")
                .isEmpty();
        assertThat(refused(new Rule.Windows(BERLIN, List.of(hours("09:00", "17:00"), hours("17:00", "18:00")), at(11))))
                .as("also one that begins as the first ends")
                .isEmpty();
    }

    @Test
    void aFreezeThatHoldsOrBeginsDuringTheRun() {
        hit("ten minutes", 1, new Mode.All(), 600_000);
        var today =
                new Schedule.Dates(LocalDateTime.parse("2026-11-27T00:00"), LocalDateTime.parse("2026-11-28T00:00"));
        var soon = new Schedule.Cron("59 16 * * *", Duration.ofHours(1));
        var later = new Schedule.Cron("0 17 * * *", Duration.ofHours(1));

        assertThat(refused(new Rule.Freeze(BERLIN, today, Optional.of("Black Friday"), at(13))))
                .containsExactly("in staging: runs are frozen until Sat 2026-11-28 00:00 Europe/Berlin: Black Friday"
                        + " (policy.yaml:13:5)");
        assertThat(refused(new Rule.Freeze(BERLIN, soon, Optional.empty(), at(14))))
                .containsExactly(
                        "in staging: a freeze begins at Fri 2026-11-27 16:59 Europe/Berlin, and the run lasts at"
                                + " least 10 m 0 s from now, Fri 2026-11-27 16:50 Europe/Berlin (policy.yaml:14:5)");
        assertThat(refused(new Rule.Freeze(BERLIN, later, Optional.empty(), at(14))))
                .as("begins as the run is over")
                .isEmpty();
    }

    @Test
    void theKnownLengthCountsPausesAndTheLongestOfWhatRunsBeside() {
        var pauses = new Pauses(Duration.ofSeconds(1), Duration.ofSeconds(2));
        drill.method.add(Drill.fault("a", drill.arguments("a"), 10_000, 1, new Mode.All(), true, pauses));
        drill.method.add(Drill.fault("b", drill.arguments("b"), 3_000, 1, new Mode.All(), false, Pauses.NONE));
        drill.method.add(Drill.fault("stays", drill.arguments("s"), -1, 1, new Mode.All(), true, Pauses.NONE));

        assertThat(KnownDuration.of(drill.experiment(), drill.plan().plan().injections(), _ -> false))
                .isEqualTo(Duration.ofSeconds(11));
        assertThat(KnownDuration.of(drill.experiment(), drill.plan().plan().injections(), _ -> true))
                .as("nothing waits for a fault that is over at once")
                .isEqualTo(Duration.ofSeconds(3));
    }

    // ---- with whose consent

    private Approval approval(int line, String approver, String digest, Instant expires) {
        return new Approval("drill", digest, approver, expires, new Position("approvals.yaml", line, 3));
    }

    @Test
    void tooFewHaveApproved() {
        hit("one", 1, new Mode.All(), 50);
        var two = new Rule.Approvals(2, at(15));
        var later = now.plusSeconds(1);

        approvals = List.of(approval(2, "ada", DIGEST, later), approval(3, "bo", DIGEST, later));
        assertThat(refused(two)).isEmpty();

        approvals = List.of(approval(2, "ada", DIGEST, later), approval(3, " Ada", DIGEST, later));
        assertThat(refused(two))
                .as("one person twice")
                .containsExactly("in staging: the policy asks for the approval of 2 people, there is that of ada; an"
                        + " approval must name experiment 'drill' and sha256 " + DIGEST + " (policy.yaml:15:5)");

        approvals = List.of(approval(2, "ada", "00".repeat(32), later), approval(3, "bo", DIGEST, now));
        assertThat(refused(two).getFirst())
                .contains(
                        "there is that of none",
                        "that of ada is for another version of the file (approvals.yaml:2:3)",
                        "that of bo has expired (approvals.yaml:3:3)");

        approvals = List.of(new Approval("another", DIGEST, "ada", later, at(1)));
        assertThat(refused(new Rule.Approvals(1, at(15))).getFirst())
                .contains("1 person,", "there is that of none; an approval must");
    }

    @Test
    void theFeatureFlagIsNotOn() {
        hit("one", 1, new Mode.All(), 50);
        var rule = new Rule.FeatureFlag(new Rule.FlagSource.Variable("CHAOS"), at(16));

        assertThat(refused(rule)).isEmpty();
        flag = new Terms.Flag(false, "the variable is not set");
        assertThat(refused(rule))
                .containsExactly("in staging: the feature flag that the policy asks for is not on (variable CHAOS): the"
                        + " variable is not set (policy.yaml:16:5)");
    }

    // ---- all at once

    @Test
    void everyBrokenRuleIsNamedAndTheExperimentsOwnLimitsHoldToo() {
        drill.radius = new Safety.BlastRadius(Optional.of(1), Optional.empty(), Optional.of(Drill.HERE));
        hit("two", 2, new Mode.All(), 50);
        flag = new Terms.Flag(false, "it is off");

        Planned planned = plan(
                new Rule.MaxTargets(1, at(1)),
                new Rule.DenyFaults(new Glob("file/*"), at(2)),
                weekdays("01:00", "02:00"),
                new Rule.Approvals(1, at(4)),
                new Rule.FeatureFlag(new Rule.FlagSource.Variable("CHAOS"), at(5)));
        var journal =
                new Runner(Drill.CATALOG, drill.machine, Map.of(), "test").run(planned, drill.stop, drill.listeners);

        assertThat(journal.verdict()).isEqualTo(Verdict.REFUSED);
        assertThat(journal.reasons()).hasSize(6).anyMatch(reason -> reason.contains("blast-radius allows 1"));
        assertThat(drill.seen(Event.Injecting.class)).isEmpty();
        assertThat(temp.resolve("two.a")).doesNotExist();
    }
}
