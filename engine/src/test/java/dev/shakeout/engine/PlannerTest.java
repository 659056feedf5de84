package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.model.Activity;
import dev.shakeout.model.Activity.Pauses;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Injection;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Provider;
import dev.shakeout.model.Safety;
import dev.shakeout.model.Selector;
import dev.shakeout.model.Selector.Mode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan says everything and touches nothing. */
class PlannerTest {
    @TempDir
    Path temp;

    private Drill drill;

    @BeforeEach
    void anEmptyDrill() {
        drill = new Drill(temp);
    }

    private Activity.Action fault(String name, int places, Mode mode) {
        return Drill.fault(name, drill.arguments(name), 100, places, mode, false, Pauses.NONE);
    }

    private List<String> targets(String activity) {
        return drill.plan().plan().injections().stream()
                .filter(i -> i.activity().equals(activity))
                .map(i -> i.target().name())
                .toList();
    }

    @Test
    void everyChosenTargetGetsAnInjectionWithAnEffect() throws Exception {
        drill.method.add(fault("one", 3, new Mode.All()));
        drill.method.add(fault("two", 2, new Mode.One()));

        Planned planned = drill.plan();

        assertThat(planned.plan().injections()).extracting(Injection::id).containsExactly("i1", "i2", "i3", "i4");
        assertThat(planned.plan().injections())
                .allSatisfy(
                        i -> assertThat(planned.effects().get(i.id()).what()).isEqualTo(i.effect()));
        assertThat(planned.plan().radii()).hasSize(2).last().satisfies(radius -> {
            assertThat(radius.chosen()).isEqualTo(1);
            assertThat(radius.found()).isEqualTo(2);
        });
        try (var files = Files.list(temp)) {
            assertThat(files).as("nothing is touched").isEmpty();
        }
    }

    @Test
    void theSameSeedMakesTheSamePlanAndAnotherActivityDoesNotChangeIt() {
        drill.method.add(fault("one", 20, new Mode.Fixed(5)));
        for (long seed = 0; seed < 50; seed++) {
            drill.seed = seed;
            var chosen = targets("one");
            assertThat(chosen).hasSize(5).isEqualTo(targets("one"));

            drill.method.addFirst(fault("before", 20, new Mode.Fixed(7)));
            assertThat(targets("one")).isEqualTo(chosen);
            drill.method.removeFirst();
        }
    }

    @Test
    void whatSharesADrawHitsTheSameTargetsWhateverElseIsThere() {
        drill.method.add(drawn(fault("one", 20, new Mode.Fixed(5))));
        drill.method.add(fault("apart", 20, new Mode.Fixed(5)));
        drill.method.add(drawn(fault("same", 20, new Mode.Fixed(5))));
        for (drill.seed = 0; drill.seed < 20; drill.seed++) {
            assertThat(targets("one")).hasSize(5).isEqualTo(targets("same")).isNotEqualTo(targets("apart"));
        }
    }

    @Test
    void whatWasDrawnMustBeFoundByAllThatShareTheDraw() {
        drill.seed = 3;
        drill.method.add(drawn(fault("one", 20, new Mode.Fixed(5))));
        drill.method.add(drawn(fault("narrower", 6, new Mode.Fixed(5))));

        assertThatThrownBy(() -> drill.plan())
                .hasMessageContaining("drill:1:1: 'narrower': place ")
                .hasMessageContaining(
                        "which the draw 'places' has chosen before, is not among those that match count 6");
    }

    private static Activity.Action drawn(Activity.Action action) {
        var call = (Provider.FaultCall) action.provider();
        var selector = call.selector().drawn("places");
        return new Activity.Action(
                action.written(), new Provider.FaultCall(call.fault(), selector, call.arguments(), call.duration()));
    }

    @Test
    void zeroTargetsAreAnError() {
        drill.method.add(fault("nothing there", 0, new Mode.All()));
        drill.method.add(fault("nothing chosen", 3, new Mode.Share(new Percent(0))));
        drill.method.add(fault("too many", 3, new Mode.Fixed(4)));

        assertThatThrownBy(() -> drill.plan())
                .isInstanceOfSatisfying(
                        InvalidInput.class, e -> assertThat(e.problems()).hasSize(3))
                .hasMessageContaining("drill:1:1: 'nothing there': no place matches count 0")
                .hasMessageContaining("'nothing chosen': the selector chooses none of the 3")
                .hasMessageContaining("'too many': 4 targets are asked for, but only 3 match");
    }

    @Test
    void aTargetWithoutARungIsRefusedWithTheReason() {
        var selector = new Selector("place", Arguments.NONE.with(MarkFault.Places.NAMED, "moon"), new Mode.All());
        drill.method.add(new Activity.Action(
                Activity.Written.named("far", Drill.HERE),
                new Provider.FaultCall(MarkFault.NAME, selector, drill.arguments("far"), Optional.empty())));

        assertThat(drill.plan().plan().refusals()).singleElement().asString().contains("touch: too far", "drill:1:1");
    }

    @Test
    void theBlastRadiusCountsTargetsOnceAndSharesPerActivity() {
        drill.method.add(fault("one", 4, new Mode.Fixed(2)));
        drill.method.add(fault("two", 4, new Mode.All()));

        drill.radius = new Safety.BlastRadius(Optional.of(4), Optional.of(new Percent(100)), Optional.empty());
        assertThat(drill.plan().plan().refusals()).isEmpty();

        drill.radius = new Safety.BlastRadius(Optional.of(3), Optional.of(new Percent(50)), Optional.empty());
        assertThat(drill.plan().plan().refusals())
                .extracting(refusal -> refusal.words())
                .containsExactly(
                        "4 targets would be hit, blast-radius allows 3",
                        "'two' would hit 4 of 4 (100%), blast-radius allows 50%");
    }

    @Test
    void factsMayBeLearntFromFacts() {
        var machine = Machines.in(temp);

        String learnt = machine.fact("a", () -> machine.fact("b", () -> machine.fact("c", () -> "known")) + "!");

        assertThat(learnt).isEqualTo("known!");
        assertThat(machine.<String>fact("a", () -> "learnt again")).isEqualTo("known!");
    }
}
