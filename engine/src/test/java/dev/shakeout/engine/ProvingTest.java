package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Event;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Proof;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the witnesses look, and what follows from what they see. */
class ProvingTest {
    @TempDir
    Path temp;

    private Drill drill;
    private final List<String> course = new CopyOnWriteArrayList<>();

    @BeforeEach
    void begin() {
        drill = new Drill(temp);
        drill.listeners.add(event -> course.add(event.getClass().getSimpleName()));
        drill.method.add(drill.fault("fault", 20));
    }

    /** Looks at one folder: every file that is new in it counts as left behind. */
    private final class FolderWitness implements Witness {
        @Override
        public String name() {
            return "folder";
        }

        @Override
        public Sight look(Scope scope, Machine machine) throws IOException {
            course.add("look");
            assertThat(scope.injections()).hasSize(1);
            List<Path> before = files();
            return () -> {
                course.add("compare");
                var left = new ArrayList<>(files());
                left.removeAll(before);
                return new Proof(
                        before.size() + left.size(),
                        left.stream()
                                .map(file -> new Proof.Residue("new: " + file, Optional.of("rm " + file)))
                                .toList(),
                        List.of());
            };
        }

        private List<Path> files() throws IOException {
            try (var files = Files.list(temp)) {
                return files.filter(Files::isRegularFile).toList();
            }
        }
    }

    private Journal run(Witness witness) {
        var catalog = new Catalog(
                Drill.CATALOG.faults(),
                Drill.CATALOG.probes(),
                Drill.CATALOG.finders(),
                Map.of(witness.name(), witness));
        return new Runner(catalog, drill.machine, Map.of(), "test").run(drill.plan(), drill.stop, drill.listeners);
    }

    @Test
    void theHostIsSeenBeforeTheFirstInjectionAndAfterEverythingIsTakenBack() {
        Journal journal = run(new FolderWitness());

        assertThat(journal.verdict()).as(journal.reasons().toString()).isEqualTo(Verdict.PASSED);
        assertThat(journal.proof()).contains(new Proof(0, List.of(), List.of()));
        assertThat(course.stream().filter(List.of("look", "compare")::contains)).containsExactly("look", "compare");
        assertThat(course.indexOf("look")).isLessThan(course.indexOf("Injecting"));
        assertThat(drill.seen(Event.HostCompared.class)).hasSize(1);
        assertThat(drill.events.getLast()).isInstanceOf(Event.RunEnded.class);
    }

    @Test
    void whatIsLeftBehindMakesTheRunUnsafeAndIsNamedWithItsCommand() {
        Path left = temp.resolve("left");
        drill.method.set(
                0, drill.fault("fault", drill.arguments("fault").with(MarkFault.UNDO, ": >'" + left + "'"), 20));

        Journal journal = run(new FolderWitness());

        assertThat(journal.verdict()).isEqualTo(Verdict.UNSAFE);
        assertThat(journal.reasons()).containsExactly("left behind: new: " + left + "; run: rm " + left);
    }

    @Test
    void whatGoesByItselfAMomentLaterIsNoResidue() {
        Path left = temp.resolve("late");
        String undo = ": >'" + left + "'; { sleep 0.4; rm '" + left + "'; } >/dev/null 2>&1 &";
        drill.method.set(0, drill.fault("fault", drill.arguments("fault").with(MarkFault.UNDO, undo + " :"), 20));

        Journal journal = run(new FolderWitness());

        assertThat(journal.verdict()).as(journal.reasons().toString()).isEqualTo(Verdict.PASSED);
        assertThat(course.stream().filter("compare"::equals).count()).isGreaterThan(1);
    }

    @Test
    void aWitnessThatSeesNothingProvesNothingSoTheRunIsInconclusive() {
        Journal journal = run(new Witness() {
            @Override
            public String name() {
                return "blind";
            }

            @Override
            public Sight look(Scope scope, Machine machine) throws IOException {
                throw new IOException("it is dark");
            }
        });

        assertThat(journal.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(journal.reasons())
                .singleElement()
                .asString()
                .contains("could not be seen")
                .contains("it is dark");
        assertThat(drill.mark("fault")).doesNotExist();
    }

    @Test
    void aRunThatInjectsNothingHasNothingToProve() {
        drill.hypothesis.add(drill.exists("steady", temp.resolve("nowhere"), true));

        Journal journal = run(new FolderWitness());

        assertThat(journal.verdict()).isEqualTo(Verdict.NOT_READY);
        assertThat(journal.proof()).isEmpty();
    }

    @Test
    void aStepAndAnInverseAreToldTheirLedger() throws IOException {
        Path step = temp.resolve("step");
        Path inverse = temp.resolve("inverse");
        String note = "printf %s \"$SHAKEOUT_STEP\" >";
        drill.method.set(
                0,
                drill.fault(
                        "fault",
                        drill.arguments("fault")
                                .with(MarkFault.FIRST, note + "'" + step + "'")
                                .with(MarkFault.UNDO, note + "'" + inverse + "'"),
                        20));

        Journal journal = run(new FolderWitness());

        String ledger = drill.machine.folders().runs().resolve(journal.runId()).toString();
        assertThat(step).hasContent(ledger + "/000001");
        assertThat(inverse).hasContent(ledger);
    }
}
