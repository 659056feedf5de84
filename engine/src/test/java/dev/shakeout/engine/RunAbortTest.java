package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.model.Activity.Pauses;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Event;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Selector;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A run that is stopped, at any moment, ends with everything taken back. */
class RunAbortTest extends SteadySystem {
    @Test
    void aStopAtAnyMomentEndsTheRunWithEverythingTakenBack() throws Exception {
        long seed = System.nanoTime();
        var random = new java.util.Random(seed);
        for (int trial = 0; trial < 30; trial++) {
            var one = new Drill(temp);
            one.hypothesis.addAll(drill.hypothesis);
            one.method.add(one.background("background", 250));
            one.method.add(Drill.fault(
                    "slow",
                    one.arguments("slow").with(MarkFault.FIRST, "sleep 0.1").with(MarkFault.UNDO, "sleep 0.05"),
                    100,
                    1,
                    new Selector.Mode.All(),
                    false,
                    new Pauses(Duration.ofMillis(50), Duration.ofMillis(50))));
            one.method.add(one.exists("probe", steady, true));
            int delay = random.nextInt(1000);
            String trace = "trial " + trial + " after " + delay + " ms, seed " + seed;
            var asking = Thread.startVirtualThread(() -> {
                try {
                    Thread.sleep(delay);
                } catch (InterruptedException _) {
                    return;
                }
                one.stop.ask(Verdict.ABORTED, "a person");
            });

            Journal journal = one.run();
            asking.interrupt();

            assertThat(Thread.interrupted()).as(trace).isFalse();
            assertThat(journal.verdict()).as("%s %s", trace, journal.reasons()).isIn(Verdict.ABORTED, Verdict.PASSED);
            if (journal.verdict() == Verdict.ABORTED) {
                assertThat(journal.interruptedBy()).as(trace).contains("a person");
            }
            for (Event.Injecting injecting : one.seen(Event.Injecting.class)) {
                assertThat(one.seen(Event.TakenBack.class))
                        .as(trace)
                        .anyMatch(back -> back.injection().equals(injecting.injection())
                                && back.gone().orElse(true));
            }
            everythingIsTakenBack();
        }
    }

    @Test
    void aStopBeforeTheStartInjectsNothing() throws IOException {
        drill.method.add(drill.fault("fault", 50));
        drill.stop.ask(Verdict.ABORTED, "too early");

        Journal journal = drill.run();

        assertThat(journal.verdict()).isEqualTo(Verdict.ABORTED);
        assertThat(drill.seen(Event.Injecting.class)).isEmpty();
        everythingIsTakenBack();
    }

    @Test
    void aStopWhileTheEffectIsReadBeforehandInjectsNothingAndEndsWhatWaitsAlready() throws IOException {
        Path waiting = temp.resolve("waiting");
        drill.method.add(Drill.fault(
                "fault",
                drill.arguments("fault")
                        .with(
                                MarkFault.IDLE,
                                "echo ready; echo $$ >'" + waiting + ".new'; mv '" + waiting + ".new' '" + waiting
                                        + "'; exec sleep 1000")
                        .with(MarkFault.EFFECT, "stuck"),
                100,
                1,
                new Selector.Mode.All(),
                false,
                Pauses.NONE));
        Thread.startVirtualThread(() -> {
            await().until(() -> Files.exists(waiting));
            drill.stop.ask(Verdict.ABORTED, "a person");
        });

        Journal journal = drill.run();

        assertThat(journal.verdict()).as("%s", journal.reasons()).isEqualTo(Verdict.ABORTED);
        assertThat(drill.seen(Event.Injecting.class)).isEmpty();
        long child = Long.parseLong(Files.readString(waiting).strip());
        assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive)).isEmpty();
        everythingIsTakenBack();
    }

    @Test
    void aStopWhileAFaultIsBeingTakenBackDoesNotCutThatShort() throws IOException {
        Path undoing = temp.resolve("undoing");
        drill.method.add(Drill.fault(
                "fault",
                drill.arguments("fault").with(MarkFault.UNDO, ": >'" + undoing + "'; sleep 0.5"),
                100,
                1,
                new Selector.Mode.All(),
                true,
                new Pauses(Duration.ZERO, Duration.ofSeconds(60))));
        Thread.startVirtualThread(() -> {
            await().until(() -> Files.exists(undoing));
            drill.stop.ask(Verdict.ABORTED, "a person");
        });

        Journal journal = drill.run();

        assertThat(journal.verdict()).as(journal.reasons().toString()).isEqualTo(Verdict.ABORTED);
        assertThat(drill.seen(Event.NotTakenBack.class)).isEmpty();
        everythingIsTakenBack();
    }

    @Test
    void anInterruptOfTheRunsThreadAbortsItAndIsKept() throws Exception {
        drill.method.add(drill.fault("fault", 60_000));
        var journal = new java.util.concurrent.CompletableFuture<Journal>();
        var kept = new java.util.concurrent.atomic.AtomicBoolean();
        var running = Thread.startVirtualThread(() -> {
            journal.complete(drill.run());
            kept.set(Thread.currentThread().isInterrupted());
        });
        await().until(() -> Files.exists(drill.mark("fault")));

        running.interrupt();
        running.join();

        assertThat(journal.join().verdict()).isEqualTo(Verdict.ABORTED);
        assertThat(kept).isTrue();
        everythingIsTakenBack();
    }

    @Test
    void aProbeThatIsDeafDoesNotStandBetweenAStopAndTheUndo() throws Exception {
        drill.method.add(drill.background("fault", -1));
        drill.method.add(new dev.shakeout.model.Activity.Probe(
                dev.shakeout.model.Activity.Written.named("deaf", Drill.HERE).inBackground(true),
                Drill.call("deaf", Arguments.NONE),
                Optional.empty(),
                Duration.ZERO));
        var running = Thread.startVirtualThread(drill::run);
        await().until(() -> Files.exists(drill.mark("fault")) && !TestProbes.DeafProbe.WAITING.isEmpty());

        drill.stop.ask(Verdict.ABORTED, "a person");

        await().atMost(SOON).pollInterval(Duration.ofMillis(5)).until(() -> !Files.exists(drill.mark("fault")));
        TestProbes.DeafProbe.release();
        running.join();
        everythingIsTakenBack();
    }
}
