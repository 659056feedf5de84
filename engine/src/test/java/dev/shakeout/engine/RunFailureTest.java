package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.model.Arguments;
import dev.shakeout.model.Event;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What goes wrong with the run itself: it has failed, or is unsafe where something could not be taken back. */
class RunFailureTest extends SteadySystem {
    @Test
    void failsWhenASecondStepFailsAndTakesTheFirstBack() throws IOException {
        drill.method.add(drill.fault(
                "fault", drill.arguments("fault").with(MarkFault.THEN, "echo no such device >&2; exit 2"), 50));
        drill.method.add(Drill.touch("never reached", temp.resolve("reached")));

        Journal journal = drill.run();

        assertThat(journal.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(journal.reasons()).singleElement().asString().contains("could not go on: no such device");
        assertThat(temp.resolve("reached")).doesNotExist();
        assertThat(drill.seen(Event.TakenBack.class)).hasSize(1);
        everythingIsTakenBack();
    }

    @Test
    void failsWhenTheLedgerCannotBeKeptAndInjectsNothing() {
        var nowhere = new Folders(Path.of("/proc/shakeout"), temp);
        var machine = new Machine(
                drill.machine.root(),
                drill.machine.processes(),
                drill.machine.clock(),
                nowhere,
                List.of(),
                System.getenv(),
                Map.of(),
                drill.machine.facts());
        drill.method.add(drill.fault("fault", 50));

        Journal journal =
                new Runner(Drill.CATALOG, machine, Map.of(), "test").run(drill.plan(), drill.stop, drill.listeners);

        assertThat(journal.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(journal.reasons().getFirst()).contains("ledger");
        assertThat(drill.seen(Event.Injecting.class)).isEmpty();
        assertThat(drill.mark("fault")).doesNotExist();
    }

    @Test
    void aProbeThatThrowsIsAProbeThatFailed() {
        drill.hypothesis.add(Drill.probe("broken", Drill.call("broken", Arguments.NONE), Drill.is(true), 0));
        drill.method.add(drill.fault("fault", 50));

        assertThat(drill.run().verdict()).isEqualTo(Verdict.NOT_READY);
    }

    @Test
    void isUnsafeWhenAnInverseNeverSucceedsAndNamesTheCommand() throws IOException {
        Path cause = Files.createFile(temp.resolve("cause"));
        drill.method.add(drill.fault(
                "fault",
                drill.arguments("fault").with(MarkFault.UNDO, "[ ! -e '" + cause + "' ] || { echo stuck; exit 1; }"),
                50));
        drill.method.add(drill.fault("other", 50));

        Journal journal = drill.run();

        assertThat(journal.verdict()).isEqualTo(Verdict.UNSAFE);
        assertThat(drill.mark("fault")).exists();
        assertThat(drill.mark("other")).doesNotExist();
        List<String> leftovers = journal.injections().getFirst().leftovers();
        assertThat(leftovers).hasSize(1);
        assertThat(journal.reasons().getFirst()).contains("stuck", leftovers.getFirst());

        Files.delete(cause);
        assertThat(Machines.sh(leftovers.getFirst()).ok()).isTrue();
        assertThat(drill.mark("fault")).doesNotExist();
    }

    @Test
    void isUnsafeWhenTheEffectIsStillThere() {
        drill.method.add(drill.fault("fault", drill.arguments("fault").with(MarkFault.UNDO, "exit 0"), 50));

        Journal journal = drill.run();

        assertThat(journal.verdict()).isEqualTo(Verdict.UNSAFE);
        assertThat(journal.injections().getFirst().gone()).contains(false);
    }

    @Test
    void anEffectThatBreaksKeepsNothingElseFromBeingTakenBack() throws IOException {
        drill.method.add(drill.fault("one", -1));
        drill.method.add(drill.fault("two", drill.arguments("two").with(MarkFault.EFFECT, "throws"), -1));

        assertThat(drill.run().verdict()).isEqualTo(Verdict.UNSAFE);
        everythingIsTakenBack();
    }

    @Test
    void aListenerThatHangsOrBreaksDoesNotStandInTheWay() throws IOException {
        drill.method.add(drill.fault("fault", 50));
        drill.listeners.add(_ -> {
            throw new AssertionError("a broken listener");
        });
        drill.listeners.add(event -> {
            if (event instanceof Event.EffectMeasured) { // stuck until the fault is gone
                await().atMost(SOON).until(() -> !Files.exists(drill.mark("fault")));
            }
        });

        assertThat(drill.run().verdict()).isEqualTo(Verdict.PASSED);
        assertThat(drill.seen(Event.RunEnded.class)).as("the others are told").hasSize(1);
        everythingIsTakenBack();
    }
}
