package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Activity;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Provider;
import dev.shakeout.model.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a run whose provider tells how it failed, or asks for the end. */
class FailedCallsTest {
    private Drill drill;

    @BeforeEach
    void begin(@TempDir Path folder) {
        drill = new Drill(folder);
    }

    private record Failing(String name, ProbeFailed failure) implements ProbeKind {
        @Override
        public Descriptor descriptor() {
            return Descriptor.of(name, "Fails.");
        }

        @Override
        public ProbeReader open(String activity, Arguments arguments, Machine machine) {
            return (ProbeReader.Once) () -> {
                throw failure;
            };
        }
    }

    private Journal run(ProbeFailed failure) {
        var kinds = new java.util.HashMap<>(Drill.CATALOG.probes());
        kinds.put("failing", new Failing("failing", failure));
        var catalog = new Catalog(Drill.CATALOG.faults(), kinds, Drill.CATALOG.finders());
        drill.method.add(new Activity.Action(
                Activity.Written.named("call", Drill.HERE), new Provider.Call("failing", Arguments.NONE)));
        drill.method.add(Drill.touch("next", drill.file("next")));
        drill.rollbacks.add(Drill.touch("back", drill.file("back")));
        return new Runner(catalog, drill.machine, Map.of(), "test").run(drill.plan(), drill.stop, drill.listeners);
    }

    @Test
    void howItCameAboutIsInTheJournal() {
        Journal.Ran ran = run(new ProbeFailed("it broke", List.of("first\n", "second\n")))
                .run()
                .getFirst();
        assertThat(ran.status()).contains("failed");
        assertThat(ran.error()).contains("it broke");
        assertThat(ran.trace()).containsExactly("first\n", "second\n");
        assertThat(drill.file("next")).exists();
    }

    @Test
    void aCallThatEndsTheRunIsTheLastOneAndRollbacksFollow() {
        Journal journal = run(new EndsRun("SystemExit: 3"));
        assertThat(journal.verdict()).isEqualTo(Verdict.ABORTED);
        assertThat(journal.interruptedBy()).contains("'call' ended the run: SystemExit: 3");
        assertThat(journal.run())
                .singleElement()
                .satisfies(ran -> assertThat(ran.status()).isEqualTo(Optional.empty()));
        assertThat(drill.file("next")).doesNotExist();
        assertThat(drill.file("back")).exists();
    }

    @Test
    void aCallThatEndsTheRunEndsItBeforeTheMethodToo() {
        drill.hypothesis.add(new Activity.Probe(
                Activity.Written.named("probe", Drill.HERE),
                new Provider.Call("failing", Arguments.NONE),
                Optional.of(Drill.is(true)),
                java.time.Duration.ofMinutes(1)));
        Journal journal = run(new EndsRun("KeyboardInterrupt"));
        assertThat(journal.verdict()).isEqualTo(Verdict.ABORTED);
        assertThat(journal.run()).isEmpty();
        assertThat(drill.file("back")).doesNotExist();
    }
}
