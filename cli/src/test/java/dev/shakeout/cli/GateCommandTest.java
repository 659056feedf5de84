package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.cli.Shakeout.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GateCommandTest {
    private Path folder;
    private InProcess shakeout;

    @BeforeEach
    void begin(@TempDir Path work) throws IOException {
        folder = work;
        shakeout = InProcess.at(work);
        Files.createDirectory(work.resolve("journals"));
        experiment("holds", "hello");
        experiment("breaks", "goodbye");
    }

    /** Its hypothesis holds if something says hello. */
    private void experiment(String title, String said) throws IOException {
        Files.writeString(folder.resolve(title + ".yaml"), """
                title: %s
                description: A drill.
                tags: [drill, "service:fks_api"]
                steady-state-hypothesis:
                  title: It speaks
                  probes:
                    - type: probe
                      name: it speaks
                      provider: {type: process, path: echo, arguments: [%s]}
                      tolerance: {type: regex, target: stdout, pattern: hello}
                method:
                  - {type: action, name: something is done, provider: {type: process, path: "true"}}
                """.formatted(title, said));
    }

    @Test
    void itIsOpenWhenWhatWasAskedForHasPassed() {
        assertThat(run("holds", "--label", "environment=staging", "--label", "version=1.4.2")
                        .status())
                .isZero();
        Ended gate =
                gate("--service", "fks_api", "--environment", "staging", "--version", "1.4.2", "--require", "HOLD*");
        assertThat(gate.out())
                .isEqualTo("gate     open for fks_api 1.4.2 in staging\n  yes    'holds' passed just now ("
                        + folder.resolve("journals/holds.json") + ")\n");
        assertThat(gate.status()).isZero();
    }

    @Test
    void aRunThatDidNotPassClosesItAndWhatElseIsMissingIsTold() {
        run("holds");
        run("breaks");
        Ended gate = gate("--require", "The link is slow");
        assertThat(gate.status()).isEqualTo(1);
        assertThat(gate.out())
                .startsWith("gate     closed for all services\n")
                .contains(
                        "  no     'breaks' ended not-ready just now",
                        "  no     'The link is slow' is required",
                        "  yes    'holds'");
        assertThat(gate("--service", "fks_auth").out()).contains("no run for fks_auth is on record");
    }

    @Test
    void theAnswerIsWrittenForMachines() throws IOException {
        run("breaks");
        Ended gate = gate(
                "--json",
                "--report",
                folder.resolve("gate.json").toString(),
                "--report",
                folder.resolve("gate.xml").toString(),
                "--report",
                folder.resolve("gate.sarif").toString(),
                "--report",
                folder.resolve("gate.svg").toString());
        assertThat(gate.status()).isEqualTo(1);
        assertThat(gate.out()).contains("\"gate\": \"closed\"", "\"kind\": \"not-passed\"");
        assertThat(folder.resolve("gate.json")).content().isEqualToIgnoringWhitespace(gate.out());
        assertThat(folder.resolve("gate.xml"))
                .content()
                .contains("failures=\"1\"", "type=\"not-passed\"", "breaks.json");
        assertThat(folder.resolve("gate.sarif"))
                .content()
                .contains("\"ruleId\": \"not-passed\"", "\"uri\": \"file:///", "\"version\": \"2.1.0\"");
        assertThat(folder.resolve("gate.svg")).content().contains("closed", "</svg>");
    }

    @Test
    void otherJsonDoesNotCountAndADamagedJournalIsAnError() throws IOException {
        run("holds");
        Files.writeString(folder.resolve("journals/package.json"), "{\"name\": \"shakeout\"}");
        Ended gate = gate();
        assertThat(gate.status()).isZero();
        assertThat(gate.err()).contains("package.json is no journal of Shakeout and does not count");

        Path journal = folder.resolve("journals/holds.json");
        Files.writeString(journal, Files.readString(journal).substring(0, 400));
        assertThat(gate().status()).isEqualTo(2);
        assertThat(gate().err()).contains("holds.json");
    }

    @Test
    void whatATiredPersonWritesIsTold() {
        assertThat(shakeout.run("gate").err()).contains("--journals");
        assertThat(shakeout.run("gate", "--journals", folder.resolve("no").toString())
                        .err())
                .contains("there is no such folder");
        assertThat(gate("--max-age", "7 days").err()).contains("--max-age 7 days: '7 days' is not a duration");
        assertThat(gate("--max-age", "0s").err()).contains("must be longer than nothing");
        assertThat(gate("--report", "gate.pdf").err()).contains("ends in .json, .xml (JUnit), .sarif or .svg");
        assertThat(run("holds", "--label", "1.4.2").err())
                .contains("--label 1.4.2: must be KEY=VALUE, such as version=1.4.2");
        assertThat(run("holds", "--label", "a=1", "--label", "a=2").err()).contains("'a' is given twice");
    }

    private Ended run(String title, String... more) {
        var arguments = new ArrayList<>(List.of(
                "run",
                folder.resolve(title + ".yaml").toString(),
                "--journal-path",
                folder.resolve("journals/" + title + ".json").toString()));
        arguments.addAll(List.of(more));
        return shakeout.run(arguments.toArray(String[]::new));
    }

    private Ended gate(String... more) {
        var arguments = new ArrayList<>(
                List.of("gate", "--journals", folder.resolve("journals").toString()));
        arguments.addAll(List.of(more));
        return shakeout.run(arguments.toArray(String[]::new));
    }
}
