package dev.shakeout.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.engine.ChildFolder;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What a run came to that left no journal. */
class OutcomeTest {
    @TempDir
    private Path folder;

    private Outcome ended(int status, String complaint) throws IOException {
        Files.writeString(folder.resolve("status"), status + "\n");
        Files.writeString(folder.resolve("err"), complaint + "\n");
        return Outcome.of(new ChildFolder(folder));
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"REFUSED", "ABORTED", "UNSAFE"})
    void nothingThatMustHaveBeenSeenIsBelieved(Verdict verdict) throws IOException {
        Outcome outcome = ended(verdict.exitCode(), "Error: Could not create the Java Virtual Machine.");
        assertThat(outcome.verdict()).contains(Verdict.FAILED);
        assertThat(outcome.reasons()).containsExactly("Error: Could not create the Java Virtual Machine.");
    }

    @ParameterizedTest
    @EnumSource(names = {"REFUSED", "ABORTED", "UNSAFE"})
    void whatItDidNotDoOrLeftBehindIs(Verdict verdict) throws IOException {
        assertThat(ended(verdict.exitCode(), "why").verdict()).contains(verdict);
    }

    @Test
    void anExperimentThatCannotBeReadHasNoVerdict() throws IOException {
        assertThat(ended(2, "experiment.json:3:1: what is this?").verdict()).isEqualTo(Optional.empty());
    }

    @Test
    void aStatusThatNoVerdictHasIsAFailure() throws IOException {
        Outcome outcome = ended(64, "");
        assertThat(outcome.verdict()).contains(Verdict.FAILED);
        assertThat(outcome.reasons()).containsExactly("it ended with status 64");
    }

    @Test
    void aKilledOneFailed() throws IOException {
        assertThat(ended(137, "").verdict()).contains(Verdict.FAILED);
    }
}
