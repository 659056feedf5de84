package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Arguments;
import dev.shakeout.model.Event;
import dev.shakeout.model.Glob;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Plan;
import dev.shakeout.model.Rule;
import dev.shakeout.model.Safety;
import dev.shakeout.model.Selector.Mode;
import dev.shakeout.model.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Each rule of a policy refuses what breaks it, names itself and its place, and lets everything else pass. */
class PolicyTest extends PolicyDrill {
    @Test
    void withoutRulesNothingIsRefused() {
        hit("all", 4, new Mode.All(), 50);

        assertThat(refused()).isEmpty();
    }

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
