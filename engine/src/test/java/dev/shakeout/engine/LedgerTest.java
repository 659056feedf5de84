package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every inverse is on disk as a script of its own, whatever is in its words and arguments. */
class LedgerTest {
    @TempDir
    Path temp;

    private RunFolder folder;
    private Ledger ledger;

    @BeforeEach
    void makeLedger() throws IOException {
        folder = RunFolder.create(Machines.in(temp).folders(), "test");
        ledger = new Ledger(folder);
    }

    private Path file(Ledger.Entry entry) {
        return folder.path().resolve(entry.fileName());
    }

    @Test
    void anEntryIsAScriptThatAnyShellRuns() throws IOException {
        Path seen = temp.resolve("seen");
        var entry = ledger.write("target", "touch a file", Optional.of(Machines.recorder(seen, "one", "two words")));

        assertThat(new Processes().run(List.of("sh", file(entry).toString())).ok())
                .isTrue();
        assertThat(seen).hasContent("one\0two words\0");
        assertThat(Files.readString(file(entry))).contains("takes back \"touch a file\"");
    }

    @Test
    void aChildNeedsNoInverseOfItsOwn() throws IOException {
        var entry = ledger.write("target", "start a child", Optional.empty());

        assertThat(new Processes().run(List.of("sh", file(entry).toString())).ok())
                .isTrue();
    }

    @Test
    void entriesAreNumberedInTheOrderOfTheirSteps() throws IOException {
        var numbers = new java.util.ArrayList<String>();
        for (int i = 0; i < 12; i++) {
            numbers.add(ledger.write("target", "same step", Machines.undo(":")).number());
        }

        assertThat(numbers).isSorted().doesNotHaveDuplicates();
        assertThat(folder.open()).hasSize(12);
    }

    @Test
    void aClosedLedgerTakesNoStep() {
        ledger.close();

        assertThatThrownBy(() -> ledger.write("target", "too late", Machines.undo(":")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("being taken back");
        assertThat(folder.path()).isDirectoryNotContaining("glob:**.entry");
    }

    @Test
    void whatTheFolderCannotTakeIsNoEntry() throws IOException {
        Machines.sh("rm -r '" + folder.path() + "'");

        assertThatThrownBy(() -> ledger.write("target", "a step", Machines.undo(":")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void theScriptSeesExactlyItsArgumentsAndNothingElseIsRun() throws IOException {
        long seed = System.nanoTime();
        var hostile = new HostileText(new Random(seed), 200_000);
        Path bait = temp.resolve("bait");
        for (int i = 0; i < 150; i++) {
            Path seen = temp.resolve("seen" + i);
            String[] arguments = hostile.words(bait);
            var entry = ledger.write("target", hostile.word(bait), Optional.of(Machines.recorder(seen, arguments)));

            var finished = new Processes().run(List.of("sh", file(entry).toString()));

            assertThat(finished.ok()).as("seed %d, %s", seed, finished).isTrue();
            assertThat(finished.output() + finished.errors())
                    .as("seed %d", seed)
                    .isEmpty();
            assertThat(Files.readString(seen)).as("seed %d", seed).isEqualTo(join(arguments));
            assertThat(bait).as("seed %d", seed).doesNotExist();
        }
    }

    @Test
    void whatAPersonPastesDoesTheSame() throws IOException {
        long seed = System.nanoTime();
        var hostile = new HostileText(new Random(seed), 20_000);
        Path bait = temp.resolve("bait");
        for (int i = 0; i < 50; i++) {
            Path seen = temp.resolve("seen" + i);
            Path line = temp.resolve("line" + i);
            String[] arguments = hostile.words(bait);
            Files.writeString(line, Machines.recorder(seen, arguments).pasteable());

            assertThat(new Processes().run(List.of("sh", line.toString())).ok())
                    .as("seed %d", seed)
                    .isTrue();
            assertThat(Files.readString(seen)).as("seed %d", seed).isEqualTo(join(arguments));
            assertThat(bait).as("seed %d", seed).doesNotExist();
        }
    }

    private static String join(String[] arguments) {
        var text = new StringBuilder();
        for (String argument : arguments) {
            text.append(argument).append('\0');
        }
        return text.toString();
    }
}
