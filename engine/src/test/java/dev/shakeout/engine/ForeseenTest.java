package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Event;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Plan;
import dev.shakeout.model.Rules;
import dev.shakeout.model.Selector;
import dev.shakeout.model.Verdict;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A call whose change is known beforehand: it is planned as the fault that does the same, and stays until the rollbacks. */
class ForeseenTest {
    @TempDir
    Path folder;

    private Drill drill;
    private Path mark;

    @BeforeEach
    void prepare() {
        drill = new Drill(folder);
        mark = drill.mark("m");
        drill.method.add(Drill.touch("call", mark));
    }

    private Planned plan(Terms terms) {
        return new Planner(catalog(), drill.machine).plan(drill.experiment(), drill.seed, terms);
    }

    private static Catalog catalog() {
        var own = Drill.CATALOG;
        var probes = new HashMap<>(own.probes());
        probes.put("touch", new Foreseeing());
        return new Catalog(own.faults(), probes, own.finders());
    }

    private Journal run() {
        return new Runner(catalog(), drill.machine, Map.of(), "test")
                .run(plan(Terms.NONE), drill.stop, drill.listeners);
    }

    @Test
    void itIsPlannedWithItsTargetAndInverse() {
        Plan plan = plan(Terms.NONE).plan();

        assertThat(plan.injections()).singleElement().satisfies(injection -> {
            assertThat(injection.activity()).isEqualTo("call");
            assertThat(injection.fault()).isEqualTo(MarkFault.NAME);
            assertThat(injection.steps().getFirst().undo()).isPresent();
            assertThat(injection.notes()).singleElement().asString().contains("until the file's rollbacks are over");
        });
        assertThat(plan.radii().getFirst().chosen()).isEqualTo(1);
        assertThat(mark).doesNotExist();
    }

    @Test
    void itStaysUntilTheRollbacksAreOverAndIsTakenBackThen() throws Exception {
        drill.hypothesis.add(drill.exists("any", drill.file("never"), false));
        drill.rollbacks.add(drill.exists("still there", mark, true));

        Journal journal = run();

        assertThat(journal.verdict()).as(journal.toString()).isEqualTo(Verdict.PASSED);
        assertThat(mark).doesNotExist();
        assertThat(drill.events.stream()
                        .map(event -> (Object) event.getClass().getSimpleName())
                        .filter(List.of(
                                "Injected",
                                "EffectMeasured",
                                "ActivityEnded",
                                "SteadyStateJudged",
                                "RollbackEnded",
                                "TakenBack")::contains)
                        .toList())
                .containsExactly(
                        "SteadyStateJudged",
                        "Injected",
                        "EffectMeasured",
                        "ActivityEnded",
                        "SteadyStateJudged",
                        "RollbackEnded",
                        "TakenBack");
        assertThat(drill.runFolderIsGone()).isTrue();
    }

    @Test
    void byChaosToolkitsRulesItStays() throws Exception {
        drill.rules = Rules.CHAOS_TOOLKIT;

        run();

        assertThat(mark).exists();
        assertThat(drill.seen(Event.TakenBack.class)).isEmpty();
        assertThat(drill.runFolderIsGone()).isTrue();
    }

    @Test
    void aRunThatIsStoppedTakesItBackByAnyRules() throws Exception {
        drill.rules = Rules.CHAOS_TOOLKIT;
        drill.method.add(drill.fault("held", 60_000));
        drill.listeners.add(event -> {
            if (event instanceof Event.Injected injected
                    && injected.injection().activity().equals("held")) {
                drill.stop.ask(Verdict.ABORTED, "enough");
            }
        });

        run();

        assertThat(mark).doesNotExist();
        assertThat(drill.runFolderIsGone()).isTrue();
    }

    @Test
    void aCallThatFailsIsTakenBackAsFarAsItGot() throws Exception {
        drill.method.clear();
        drill.method.add(Drill.touch("call", folder.resolve("nowhere/m.a")));

        assertThat(run().verdict()).isEqualTo(Verdict.FAILED);

        assertThat(drill.seen(Event.Injected.class)).isEmpty();
        assertThat(drill.seen(Event.TakenBack.class)).hasSize(1);
        assertThat(drill.runFolderIsGone()).isTrue();
    }

    /** Touches a file, as the fault does at place a. */
    private static final class Foreseeing implements ProbeKind {
        private final ProbeKind touch = new TestProbes.TouchCall();

        @Override
        public Descriptor descriptor() {
            return touch.descriptor();
        }

        @Override
        public boolean acts() {
            return true;
        }

        @Override
        public ProbeReader open(String name, Arguments arguments, Machine machine) {
            return touch.open(name, arguments, machine);
        }

        @Override
        public List<Foreseen> foresees(Arguments arguments, Machine machine) {
            String path = arguments.get(TestProbes.PATH);
            var at = new Selector("place", Arguments.NONE.with(MarkFault.Places.NAMED, "a"), new Selector.Mode.All());
            String id = new MarkFault.Places()
                    .find(at.anyOf().getFirst(), machine)
                    .getFirst()
                    .id();
            var own = Arguments.NONE.with(MarkFault.PATH, path.substring(0, path.length() - 2));
            return List.of(new Foreseen(new MarkFault(), at, own, Set.of(id)));
        }
    }
}
