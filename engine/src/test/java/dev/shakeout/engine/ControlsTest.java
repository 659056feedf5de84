package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Activity;
import dev.shakeout.model.ActivityRun;
import dev.shakeout.model.Event;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Journal.Ran;
import dev.shakeout.model.Journal.SteadyState;
import dev.shakeout.model.Json;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Code of the user's own around the parts of a run: when it is called, and what it may change. */
class ControlsTest {
    @TempDir
    Path temp;

    private Drill drill;
    private Watch watch;

    @BeforeEach
    void makeDrill() throws IOException {
        drill = new Drill(temp);
        Path steady = Files.writeString(temp.resolve("steady"), "");
        drill.hypothesis.add(drill.exists("steady", steady, true));
        drill.method.add(drill.background("fault", 60_000));
        drill.method.add(Drill.touch("act", temp.resolve("acted")));
        drill.rollbacks.add(Drill.touch("roll back", temp.resolve("rolled back")));
        watch = new Watch();
    }

    private Journal run() {
        return new Runner(Drill.CATALOG, drill.machine, Map.of(), "test")
                .run(drill.plan(), drill.stop, drill.listeners, watch);
    }

    /** Notes each call; ends the run at the one that it is told to. */
    private class Watch implements Controls {
        final List<String> calls = new CopyOnWriteArrayList<>();
        String endsAt = "nowhere";

        private void called(String what) throws EndsRun {
            calls.add(what + (Files.exists(drill.mark("fault")) ? " under the fault" : ""));
            if (what.equals(endsAt)) {
                throw new EndsRun("enough");
            }
        }

        @Override
        public void beforeExperiment() throws EndsRun {
            called("before experiment");
        }

        @Override
        public void before(Part part) throws EndsRun {
            called("before " + part);
        }

        @Override
        public boolean afterHypothesis(Optional<SteadyState> state, boolean whole) throws EndsRun {
            called("after HYPOTHESIS");
            return state.map(SteadyState::met).orElse(false);
        }

        @Override
        public void after(Part part, Optional<List<Ran>> runs) throws EndsRun {
            called("after " + part + runs.map(all -> " of " + all.size()).orElse(""));
        }

        @Override
        public Activity before(Place place, Activity activity) throws EndsRun {
            called("before " + place.part() + " " + place.index() + " " + activity.name());
            return activity;
        }

        @Override
        public Optional<ActivityRun> after(Place place, Activity activity, Optional<ActivityRun> run) throws EndsRun {
            called("after " + activity.name() + (run.isPresent() ? "" : ", which was cut short"));
            return run;
        }
    }

    @Test
    void eachPartAndEachActivityIsSurroundedAndFaultsAreTakenBackBeforeTheMethodIsOver() {
        drill.method.set(0, drill.fault("fault", 50));

        Journal journal = run();

        assertThat(journal.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(watch.calls)
                .containsExactly(
                        "before experiment",
                        "before HYPOTHESIS",
                        "before HYPOTHESIS 0 steady",
                        "after steady",
                        "after HYPOTHESIS",
                        "before METHOD",
                        "before METHOD 0 fault",
                        "after fault",
                        "before METHOD 1 act",
                        "after act",
                        "after METHOD of 2",
                        "before HYPOTHESIS",
                        "before HYPOTHESIS 0 steady",
                        "after steady",
                        "after HYPOTHESIS",
                        "before ROLLBACKS",
                        "before ROLLBACKS 0 roll back",
                        "after roll back",
                        "after ROLLBACKS of 1");
    }

    @Test
    void anEndBeforeAnActivityTakesFaultsBackBeforeAnythingElseIsCalled() {
        watch.endsAt = "before METHOD 1 act";

        Journal journal = run();

        assertThat(journal.verdict()).isEqualTo(Verdict.ABORTED);
        assertThat(journal.interruptedBy()).contains("enough");
        assertThat(journal.run()).extracting(Ran::name).containsExactly("fault");
        assertThat(temp.resolve("acted")).doesNotExist();
        assertThat(watch.calls)
                .contains("before METHOD 1 act under the fault")
                .contains("after act, which was cut short", "after fault, which was cut short")
                .contains("after METHOD of 1", "after roll back")
                .doesNotContain("after act");
        assertThat(temp.resolve("rolled back")).exists();
    }

    @Test
    void anEndAfterTheMethodIsNotOverlookedWhereNothingFollows() {
        drill.hypothesis.clear();
        drill.method.removeFirst();
        watch.endsAt = "after METHOD of 1";

        assertThat(run().verdict()).isEqualTo(Verdict.ABORTED);
    }

    @Test
    void anEndAmongTheRollbacksLeavesTheRestOut() {
        drill.rollbacks.add(Drill.touch("never", temp.resolve("never")));
        drill.method.removeFirst();
        watch.endsAt = "after roll back";

        Journal journal = run();

        assertThat(journal.verdict()).isEqualTo(Verdict.ABORTED);
        assertThat(journal.rollbacks()).extracting(Ran::name).containsExactly("roll back");
        assertThat(temp.resolve("never")).doesNotExist();
        assertThat(watch.calls).last().isEqualTo("after ROLLBACKS of 1");
    }

    @Test
    void aChangedOutputIsWhatIsJudgedAndRecorded() {
        watch = new Watch() {
            @Override
            public Optional<ActivityRun> after(Place place, Activity activity, Optional<ActivityRun> run) {
                return place.part() == Part.HYPOTHESIS
                        ? run.map(known -> known.changed(known.status(), Json.of(false)))
                        : run;
            }
        };

        Journal journal = run();

        assertThat(journal.verdict()).isEqualTo(Verdict.NOT_READY);
        assertThat(journal.steadyStates().getFirst().probes().getFirst().output())
                .isEqualTo(Json.of(false));
    }

    @Test
    void aChangedActivityIsCarriedOutButAFaultIsOutOfReach() {
        watch = new Watch() {
            @Override
            public Activity before(Place place, Activity activity) {
                return place.part() == Part.METHOD ? Drill.touch("changed", temp.resolve("changed")) : activity;
            }
        };
        drill.method.set(0, drill.fault("fault", 50));

        Journal journal = run();

        assertThat(journal.run()).extracting(Ran::name).containsExactly("fault", "changed");
        assertThat(drill.seen(Event.Injected.class)).hasSize(1);
        assertThat(temp.resolve("changed")).exists();
        assertThat(temp.resolve("acted")).doesNotExist();
    }

    @Test
    void whatIsSaidOfTheWholeSteadyStateCounts() {
        watch = new Watch() {
            @Override
            public boolean afterHypothesis(Optional<SteadyState> state, boolean whole) {
                return false;
            }
        };

        Journal journal = run();

        assertThat(journal.run()).isEmpty();
        assertThat(journal.steadyStates()).singleElement().returns(false, SteadyState::met);
    }
}
