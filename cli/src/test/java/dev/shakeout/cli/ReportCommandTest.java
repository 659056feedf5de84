package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.cli.Shakeout.Ended;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The options of Chaos Toolkit's own report. */
class ReportCommandTest {
    private Path folder;
    private InProcess shakeout;

    @BeforeEach
    void begin(@TempDir Path work) throws IOException {
        folder = work;
        shakeout = InProcess.at(work);
        var process = new Shakeout(work);
        process.write("empty.json", "{\"title\": \"nothing\", \"description\": \"d\", \"method\": []}");
        assertThat(process.run("run", "empty.json").status()).isZero();
    }

    @Test
    void theFormatThatIsNamedCountsWhateverTheFileIsCalled() {
        for (String format : new String[] {"html", "html5"}) {
            assertThat(report("--export-format=" + format, "--title", "Mine & yours")
                            .status())
                    .isZero();
            assertThat(folder.resolve("out")).content().contains("<title>Mine &amp; yours</title>", "</html>");
        }
        report("--export-format", "markdown", "--title", "Mine", "--var", "a=b");
        assertThat(folder.resolve("out")).content().startsWith("# Mine\n").contains("# nothing");
        report("--export-format", "junit");
        assertThat(folder.resolve("out")).content().contains("<testsuite");
    }

    @Test
    void withoutAFormatTheEndingCountsAndByChaosToolkitsRulesItIsMarkdown() {
        assertThat(report().err()).contains("a report ends in .html, .md or .xml");
        assertThat(report("--compat", "chaostoolkit").status()).isZero();
        assertThat(folder.resolve("out")).content().contains("# nothing");
    }

    @Test
    void whatCannotBeWrittenIsToldWithAWayOut() {
        Ended pdf = report("--export-format", "pdf");
        assertThat(pdf.status()).isEqualTo(2);
        assertThat(pdf.err()).contains("for a PDF write html and print it");
        assertThat(report("--export-format", "docx").err()).contains("pandoc");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void anOutcomeIsToldInLitmussWords() {
        assertThat(report("--as", "litmus").status()).isZero();
        assertThat(folder.resolve("out"))
                .content()
                .startsWith("# resilience score: 100%\n")
                .contains("kind: ChaosResult", "engine: nothing", "verdict: Pass");

        Ended unknown = report("--as", "chaos-monkey");
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.err())
                .contains(
                        "--as chaos-monkey: there is no such tool whose words are known",
                        "(there are chaos-mesh, litmus, gremlin)");
    }

    @Test
    void aRunOfAnyFileIsToldInTheWordsOfEachTool() {
        assertThat(report("--as", "chaos-mesh").status()).isZero();
        assertThat(folder.resolve("out"))
                .content()
                .isEqualTo("# nothing was injected, so there is no object of Chaos Mesh to tell of\n");
        assertThat(report("--as", "gremlin").status()).isZero();
        assertThat(folder.resolve("out")).content().contains("\"reliabilityScore\"", "\"stage\"");
    }

    @Test
    void severalRunsHaveOneScoreInGremlinsWords() {
        String journal = folder.resolve("journal.json").toString();
        Ended told = shakeout.run(
                "report",
                "--as",
                "gremlin",
                journal,
                journal,
                folder.resolve("out").toString());

        assertThat(told.status()).as(told.toString()).isZero();
        assertThat(folder.resolve("out")).content().contains("\"reliabilityScore\": 100", "\"runs\"");
    }

    private Ended report(String... options) {
        var command = new java.util.ArrayList<>(java.util.List.of("report"));
        command.addAll(java.util.List.of(options));
        command.add(folder.resolve("journal.json").toString());
        command.add(folder.resolve("out").toString());
        return shakeout.run(command.toArray(String[]::new));
    }
}
