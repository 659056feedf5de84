package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.cli.Shakeout.Ended;
import dev.shakeout.dialects.JsonReader;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The options before a command: what is told, where, and in which form. */
class LoggingTest {
    private static final String SECRET = "hunter2-marker";

    private Shakeout shakeout;

    @BeforeEach
    void begin(@TempDir Path work) throws IOException {
        shakeout = new Shakeout(work);
        shakeout.write("talks.json", """
                {"title": "talks", "description": "writes a secret", "secrets": {"own": {"word": "%s"}},
                 "method": [{"type": "action", "name": "speak",
                             "provider": {"type": "process", "path": "echo", "arguments": "${word}"}}]}
                """.formatted(SECRET));
    }

    @Test
    void aRunLeavesNothingBehindButItsJournal() throws IOException {
        Ended ended = shakeout.run("run", "talks.json");

        assertThat(ended.status()).as(ended.toString()).isZero();
        assertThat(files()).containsExactlyInAnyOrder("talks.json", "journal.json");
    }

    @Test
    void aLogFileHasALineForEveryEventWithTimeAndLevelAndNoSecret() throws IOException {
        shakeout.run("--log-file", "log.txt", "run", "talks.json");
        shakeout.run("--log-file", "log.txt", "run", "no-such-file.json");

        List<String> lines = Files.readAllLines(shakeout.work().resolve("log.txt"));
        assertThat(lines)
                .allMatch(line -> line.matches("\\[\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} [A-Z]+] .*"))
                .anyMatch(line -> line.contains("INFO] run ") && line.endsWith(": talks"))
                .anyMatch(line -> line.endsWith("DEBUG] begins: speak"))
                .anyMatch(line -> line.endsWith("INFO] method: speak: succeeded"))
                .anyMatch(line -> line.endsWith("ERROR] no-such-file.json: no such file"))
                .noneMatch(line -> line.contains(SECRET));
    }

    @Test
    void theLevelOfTheLogFileLeavesOutWhatMattersLess() throws IOException {
        shakeout.run("--log-file", "log.txt", "--log-file-level", "error", "run", "talks.json");
        assertThat(shakeout.work().resolve("log.txt")).isEmptyFile();

        Ended ended = shakeout.run("--log-file", "log.txt", "--log-file-level", "eror", "run", "talks.json");
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("did you mean 'error'?");
    }

    @Test
    void byChaosToolkitsRulesThereIsALogAlwaysUnlessItIsUnwanted() throws IOException {
        shakeout.run("--no-log-file", "run", "--compat", "chaostoolkit", "talks.json");
        assertThat(files()).doesNotContain("chaostoolkit.log");

        shakeout.run("--compat", "chaostoolkit", "run", "talks.json");
        assertThat(files()).contains("chaostoolkit.log");
    }

    @Test
    void aLogFileThatCannotBeWrittenIsToldBeforeAnythingRuns() throws IOException {
        Ended ended = shakeout.run("--log-file", "no/such/folder/log.txt", "run", "talks.json");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("--log-file", "no/such/folder/log.txt", "cannot be written");
        assertThat(files()).doesNotContain("journal.json");
    }

    @Test
    void asJsonEveryLineOfTheTerminalIsAnObject() throws IOException {
        Ended ended = shakeout.run("--log-format", "json", "run", "talks.json");

        List<Json.Obj> lines = objects(ended.out());
        assertThat(lines)
                .hasSizeGreaterThan(4)
                .allSatisfy(line -> assertThat(line.members())
                        .containsKeys("context_id", "process", "asctime", "levelname", "message", "timestamp"));
        assertThat(lines).extracting(line -> line.members().get("message")).contains(Json.of("journal  journal.json"));
        assertThat(lines)
                .extracting(line -> line.members().get("context_id"))
                .as("one command, one context")
                .containsOnly(lines.getFirst().members().get("context_id"));

        Ended wrong = shakeout.run("--log-format", "json", "run", "no-such-file.json");
        assertThat(objects(wrong.err()))
                .singleElement()
                .satisfies(line -> assertThat(line.members())
                        .containsEntry("levelname", Json.of("ERROR"))
                        .containsEntry("message", Json.of("no-such-file.json: no such file")));
    }

    @Test
    void verboseShowsEveryEventWithItsLevel() throws IOException {
        Ended ended = shakeout.run("--verbose", "--no-version-check", "run", "talks.json");

        assertThat(ended.out()).containsPattern("\\[.* DEBUG] begins: speak").containsPattern("\\[.* INFO] passed: ");
    }

    @Test
    void anOptionOfAllCommandsIsToldWhereItStands() throws IOException {
        Ended ended = shakeout.run("run", "--log-file", "log.txt", "talks.json");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("'--log-file' stands before the command, as in: shakeout --log-file … run");
    }

    @Test
    void aFolderIsNotChangedByTheJvmAlone() throws IOException {
        Ended ended = shakeout.run("--change-dir", "/tmp", "run", "talks.json");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("--change-dir: only the launcher 'shakeout' can do this");
    }

    private static List<Json.Obj> objects(String text) {
        return text.lines()
                .map(line -> (Json.Obj) JsonReader.read("a line", line))
                .toList();
    }

    /** What lies in the working folder, beside what these tests need themselves. */
    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(shakeout.work())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.matches("(out|err).*\\.txt|home|tmp"))
                    .toList();
        }
    }
}
