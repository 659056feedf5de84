package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What is damaged in a run's folder is never run, is named, and keeps nothing else from being taken back. */
class UndoDamageTest extends UndoneFolder {
    @Test
    void aDamagedEntryIsNeverRunAndIsKeptAndNamed() throws IOException {
        var entry = logging("damaged");
        Path file = folder.path().resolve(entry.fileName());
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < whole.length; i++) {
            byte[] flipped = whole.clone();
            flipped[i] ^= (byte) (1 << (i % 8));
            refused(file, flipped, "byte " + i + " flipped");
        }
        for (int length = 0; length < whole.length; length += 3) {
            refused(file, java.util.Arrays.copyOf(whole, length), "cut at " + length);
        }
        assertThat(log()).doesNotExist();
    }

    private void refused(Path file, byte[] text, String how) throws IOException {
        Path damaged = file.resolveSibling(file.getFileName() + ".damaged");
        Files.write(file, text);
        Files.deleteIfExists(damaged);

        var outcome = undo.takeBackAll(folder);

        assertThat(outcome.complete()).as(how).isFalse();
        assertThat(outcome.why()).as(how).contains("damaged");
        assertThat(outcome.commands()).as(how).singleElement().asString().contains(damaged.toString());
        assertThat(damaged).as(how).hasBinaryContent(text);
        assertThat(file).as(how).doesNotExist();
    }

    @Test
    void aDamagedEntryIsNamedAgainAsLongAsItIsThere() throws IOException {
        var entry = logging("damaged");
        Files.writeString(folder.path().resolve(entry.fileName()), "touch " + log());

        assertThat(undo.takeBackAll(folder).complete()).isFalse();
        assertThat(undo.takeBackAll(folder).complete()).isFalse();
        assertThat(log()).doesNotExist();
    }

    @Test
    void aTwinOfADamagedEntryDoesNotVouchForIt() throws IOException {
        var first = logging("twin");
        logging("twin");
        Files.writeString(folder.path().resolve(first.fileName()), "echo harm >>" + log());

        assertThat(undo.takeBackAll(folder).complete()).isFalse();

        assertThat(Files.readAllLines(log())).containsExactly("twin");
    }

    @Test
    void aDamagedNoteOfTheKernelKeepsNothingFromBeingTakenBack() throws IOException {
        Path boot = folder.path().resolve("boot");
        byte[] whole = Files.readAllBytes(boot);
        for (int i = 0; i < whole.length; i += 5) {
            byte[] flipped = whole.clone();
            flipped[i] ^= 1;
            Files.write(boot, flipped);
            logging("flipped " + i);
            assertThat(undo.takeBackAll(folder).complete()).isTrue();
            Files.write(boot, java.util.Arrays.copyOf(whole, i));
            logging("cut " + i);
            assertThat(undo.takeBackAll(folder).complete()).isTrue();
        }
        assertThat(Files.readAllLines(log())).hasSize(2 * ((whole.length + 4) / 5));
    }
}
