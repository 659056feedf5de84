package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Activity.Pauses;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Injection;
import dev.shakeout.model.Selector;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A custodian takes many changes back sooner than their inverses would; what it leaves, the inverses do. */
class CustodianTest {
    @TempDir
    Path folder;

    @Test
    void whatACustodianHasTakenBackIsNotTakenBackAgain() throws IOException {
        var custodian = new Quick(List.of("a", "b", "c"));

        assertThat(run(custodian, 6).verdict()).isEqualTo(Verdict.PASSED);

        assertThat(custodian.asked).containsExactlyInAnyOrder("a", "b", "c", "d", "e", "f");
        assertThat(Files.readAllLines(folder.resolve("inverses"))).hasSize(3);
        for (String place : List.of("a", "b", "c", "d", "e", "f")) {
            assertThat(MarkFault.mark(folder.resolve("m").toString(), place)).doesNotExist();
        }
    }

    @Test
    void ofFewTheInversesAreAsQuick() throws IOException {
        var custodian = new Quick(List.of("a", "b"));

        assertThat(run(custodian, 2).verdict()).isEqualTo(Verdict.PASSED);

        assertThat(custodian.asked).isEmpty();
        assertThat(Files.readAllLines(folder.resolve("inverses"))).hasSize(2);
    }

    private dev.shakeout.model.Journal run(Custodian custodian, int places) {
        var drill = new Drill(folder);
        var arguments = Arguments.NONE
                .with(MarkFault.PATH, folder.resolve("m").toString())
                .with(MarkFault.UNDO, "echo 1 >>" + folder.resolve("inverses"));
        drill.method.add(Drill.fault("m", arguments, 50, places, new Selector.Mode.All(), false, Pauses.NONE));
        var own = Drill.CATALOG;
        var catalog = new Catalog(
                own.faults(), own.probes(), own.finders(), own.witnesses(), Map.of(custodian.name(), custodian));
        return new Runner(catalog, drill.machine, Map.of(), "test").run(drill.plan(), drill.stop, drill.listeners);
    }

    /** Takes back what it may, by itself. */
    private static final class Quick implements Custodian, Custodian.Held {
        private final List<String> places;
        private final List<String> asked = new ArrayList<>();

        Quick(List<String> places) {
            this.places = places;
        }

        @Override
        public String name() {
            return "quick";
        }

        @Override
        public Care care(Witness.Scope scope, Duration lease, Machine machine) {
            return _ -> this;
        }

        @Override
        public List<Injection> takeBack(List<Injection> injections) {
            injections.forEach(each -> asked.add(each.target().name()));
            var mine = injections.stream()
                    .filter(each -> places.contains(each.target().name()))
                    .toList();
            mine.forEach(this::remove);
            return mine;
        }

        private void remove(Injection injection) {
            try {
                Files.delete(Path.of(injection
                        .steps()
                        .getFirst()
                        .undo()
                        .orElseThrow()
                        .arguments()
                        .getFirst()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void end(boolean clean) {
            assertThat(clean).isTrue();
        }
    }
}
