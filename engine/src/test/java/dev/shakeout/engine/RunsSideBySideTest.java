package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Arguments;
import dev.shakeout.model.Event;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Runs of one moment do not take a step twice, and do not hit one target together. */
class RunsSideBySideTest extends SteadySystem {
    @Test
    void runsOfOneProcessDoNotMeet() throws Exception {
        var journals = new java.util.concurrent.ConcurrentLinkedQueue<Journal>();
        var threads = new java.util.ArrayList<Thread>();
        for (int i = 0; i < 4; i++) {
            var one = new Drill(temp);
            one.method.add(one.faultAt("fault" + i, "place" + i));
            threads.add(Thread.startVirtualThread(() -> journals.add(one.run())));
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(journals)
                .extracting(Journal::verdict)
                .containsOnly(Verdict.PASSED)
                .hasSize(4);
        assertThat(journals).extracting(Journal::runId).doesNotHaveDuplicates();
        everythingIsTakenBack();
    }

    @Test
    void ofTwoRunsThatWantTheSameTargetOneIsRefusedAndBreaksNothing() throws Exception {
        drill.method.add(drill.fault("first", -1));
        Path tried = drill.file("tried");
        var looks = Drill.call("file", Arguments.NONE.with(TestProbes.PATH, tried.toString()));
        drill.method.add(Drill.probe("it waits", looks, Drill.is(true), 60_000));
        var second = new Drill(temp);
        second.method.add(second.fault("second", 50));
        var refused = new java.util.ArrayList<Journal>();
        drill.listeners.add(event -> {
            if (event instanceof Event.EffectMeasured) {
                refused.add(second.run());
                touch(tried);
            }
        });

        assertThat(drill.run().injections()).hasSize(1);

        assertThat(refused).singleElement().satisfies(journal -> {
            assertThat(journal.verdict()).isEqualTo(Verdict.REFUSED);
            assertThat(journal.reasons()).singleElement().asString().contains("place a is in the hands of run ");
        });
        assertThat(second.seen(Event.Injecting.class)).isEmpty();
        everythingIsTakenBack();
    }

    private static void touch(Path file) {
        try {
            Files.createFile(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
