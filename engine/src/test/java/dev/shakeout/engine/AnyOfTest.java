package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.model.Activity;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.AtMost;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Glob;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Plan;
import dev.shakeout.model.Provider;
import dev.shakeout.model.Rule;
import dev.shakeout.model.Safety;
import dev.shakeout.model.Selector;
import dev.shakeout.model.Selector.Mode;
import dev.shakeout.model.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Of several criteria, all that match any of them are one lot: for the draw, for every limit, and for whoever looks out. */
class AnyOfTest extends PolicyDrill {
    private static Arguments named(String name) {
        return Arguments.NONE.with(MarkFault.Places.NAMED, name);
    }

    private static Arguments first(int count) {
        return Arguments.NONE.with(MarkFault.Places.COUNT, count);
    }

    private static Selector of(Mode mode, Arguments... criteria) {
        return new Selector("place", List.of(criteria), mode);
    }

    private void hit(String name, Selector selector) {
        drill.method.add(new Activity.Action(
                Activity.Written.named(name, Drill.HERE),
                new Provider.FaultCall(MarkFault.NAME, selector, drill.arguments(name), Optional.empty())));
    }

    private static List<String> places(Planned planned) {
        return planned.plan().injections().stream()
                .map(injection -> injection.target().name())
                .toList();
    }

    @Test
    void oneIsDrawnFromAllOfThem() {
        hit("one", of(new Mode.One(), first(2), named("x"), named("y")));

        Set<String> seen = new HashSet<>();
        for (drill.seed = 0; drill.seed < 60; drill.seed++) {
            List<String> chosen = places(plan());
            assertThat(chosen).hasSize(1).isEqualTo(places(plan()));
            seen.addAll(chosen);
        }
        assertThat(seen).containsExactlyInAnyOrder("a", "b", "x", "y");
    }

    @Test
    void whatMatchesSeveralIsOneTargetInTheOrderOfTheCriteria() {
        hit("all", of(new Mode.All(), named("c"), first(3), named("z"), first(2)));

        Planned planned = plan();

        assertThat(places(planned)).containsExactly("c", "a", "b", "z");
        assertThat(planned.plan().radii()).singleElement().satisfies(radius -> {
            assertThat(radius.chosen()).isEqualTo(4);
            assertThat(radius.found()).isEqualTo(4);
        });
    }

    @Test
    void countsAndSharesAreOfAllTogether() {
        hit("half", of(new Mode.Share(new Percent(50)), first(3), named("x")));
        hit("three", of(new Mode.Fixed(3), named("x"), named("y"), named("z")));
        hit("most", of(new Mode.RandomMaxShare(new Percent(25)), first(3), named("x")));

        assertThat(plan().plan().radii())
                .extracting(radius -> radius.chosen() + " of " + radius.found())
                .containsExactly("2 of 4", "3 of 3", "1 of 4");
    }

    @Test
    void fewerThanAskedForAndNoneAtAllNameEveryCriterion() {
        hit("fewer", of(new Mode.Fixed(4), first(2), named("a"), named("x")));
        hit("none", of(new Mode.One(), first(0), first(0)));

        assertThatThrownBy(this::plan)
                .hasMessageContaining(
                        "'fewer': 4 targets are asked for, but only 3 match count 2; or named a; or named x")
                .hasMessageContaining("'none': no place matches count 0");
    }

    @Test
    void oneOfThemIsTheSameAsNoUnion() {
        assertThat(of(new Mode.One(), named("a"), named("a")))
                .isEqualTo(new Selector("place", named("a"), new Mode.One()));
        assertThatThrownBy(() -> of(new Mode.One())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void limitsAndPoliciesHoldForTheSecondToo() {
        hit("all", of(new Mode.All(), named("a"), named("c"), named("d")));

        assertThat(refused(new Rule.MaxTargets(2, at(7))))
                .singleElement()
                .asString()
                .contains("3 targets would be hit");
        assertThat(refused(new Rule.KeepReplicas(1, at(9))))
                .singleElement()
                .asString()
                .contains("pair1");
        drill.radius = new Safety.BlastRadius(Optional.of(2), Optional.empty(), Optional.empty());
        assertThat(refused()).singleElement().asString().contains("3 targets would be hit, blast-radius allows 2");
    }

    @Test
    void whatIsProtectedIsSparedWhicheverCriteriaFindIt() {
        hit("all", of(new Mode.All(), first(2), named("x"), named("x").with(MarkFault.Places.COUNT, 9)));
        var byName = new Rule.Protect(Optional.of("place"), Optional.of(new Glob("x")), Arguments.NONE, at(3));
        var byCriteria = new Rule.Protect(Optional.of("place"), Optional.empty(), named("b"), at(4));

        Planned planned = plan(byName, byCriteria);

        assertThat(places(planned)).containsExactly("a");
        assertThat(planned.plan().radii().getFirst().spared())
                .extracting(Plan.Spared::target)
                .containsExactly("place b", "place x");
    }

    @Test
    void aRunThatIsNarrowedCountsAllTogether() {
        hit("all", of(new Mode.All(), first(3), named("x")));
        var none = Terms.NONE;
        var terms =
                new Terms("", List.of(), "", List.of(), none.flags(), none.named(), Optional.of(AtMost.parse("50%")));

        Planned planned = new Planner(Drill.CATALOG, drill.machine).plan(drill.experiment(), drill.seed, terms);

        assertThat(places(planned)).hasSize(2);
    }

    @Test
    void thoseAtTheOtherEndAreDrawnFromAllToo() {
        var choosing = new Choosing(Drill.CATALOG, drill.machine, 5, Optional.empty());
        var finder = new MarkFault.Places();
        var selector = of(new Mode.Fixed(3), first(2), named("x"));

        assertThat(choosing.of(selector, AnyOf.find(finder, selector, drill.machine), "", "it"))
                .extracting(Target::name)
                .containsExactly("a", "b", "x");
    }

    @Test
    void whatAppearsIsToldOfForEachAndAllLookoutsEnd() {
        var seen = new Watched("two cannot be seen");
        var told = new ArrayList<String>();

        assertThat(AnyOf.missing(seen, of(new Mode.All(), named("one"), named("two")), drill.machine))
                .contains("two cannot be seen");
        assertThat(AnyOf.missing(seen, of(new Mode.All(), named("one")), drill.machine))
                .isEmpty();
        try (var lookout =
                AnyOf.lookout(seen, of(new Mode.All(), named("one"), named("two")), drill.machine, told::add)) {
            assertThat(told).containsExactly("one", "two");
            assertThat(lookout.trouble()).contains("two cannot be seen");
            assertThat(seen.open).containsExactly("one", "two");
        }
        assertThat(seen.open).isEmpty();
    }

    @Test
    void aLookoutThatCannotBeginEndsThoseThatHave() {
        var seen = new Watched("");

        assertThatThrownBy(() ->
                        AnyOf.lookout(seen, of(new Mode.All(), named("one"), named("broken")), drill.machine, _ -> {}))
                .isInstanceOf(BadValue.class);
        assertThat(seen.open).isEmpty();
    }

    @Test
    void hintsOfAllAreTold() {
        var finder = new Hinting();

        assertThat(AnyOf.hint(finder, of(new Mode.One(), named("x"), named("y"), named("x")), drill.machine))
                .isEqualTo("; not x; not y");
        assertThat(AnyOf.spared(finder, of(new Mode.One(), named("x"), named("y")), drill.machine))
                .extracting(Plan.Spared::target)
                .containsExactly("itself", "x", "y");
    }

    /** Sees the name that is looked for at once. */
    private record Watched(String words, List<String> open) implements Arrivals {
        Watched(String words) {
            this(words, new ArrayList<>());
        }

        @Override
        public Optional<String> missing(Arguments by, Machine machine) {
            return Optional.of(words).filter(each -> each.startsWith(by.get(MarkFault.Places.NAMED)));
        }

        @Override
        public Lookout lookout(Arguments by, Machine machine, Consumer<String> told) {
            String name = by.get(MarkFault.Places.NAMED);
            if (name.equals("broken")) {
                throw new BadValue("it cannot be looked for");
            }
            open.add(name);
            told.accept(name);
            return new Lookout() {
                @Override
                public Optional<String> trouble() {
                    return missing(by, machine);
                }

                @Override
                public void close() {
                    open.remove(name);
                }
            };
        }
    }

    /** Finds nothing, knows why, and spares itself besides what is asked for. */
    private record Hinting() implements TargetFinder {
        @Override
        public Descriptor descriptor() {
            return new MarkFault.Places().descriptor();
        }

        @Override
        public List<Target> find(Arguments by, Machine machine) {
            return List.of();
        }

        @Override
        public String hint(Arguments by, Machine machine) {
            return "; not " + by.get(MarkFault.Places.NAMED);
        }

        @Override
        public List<Plan.Spared> spared(Arguments by, Machine machine) {
            return Stream.of("itself", by.get(MarkFault.Places.NAMED))
                    .map(each -> new Plan.Spared(each, "it must not be hit"))
                    .toList();
        }
    }
}
