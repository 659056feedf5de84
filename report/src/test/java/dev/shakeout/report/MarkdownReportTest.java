package dev.shakeout.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Journal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MarkdownReportTest {
    static Stream<Journal> everyRun() {
        return Runs.all().stream();
    }

    @ParameterizedTest
    @MethodSource("everyRun")
    void everyTableHasTheSameNumberOfCellsInEveryRow(Journal journal) {
        for (var table : tables(MarkdownReport.of(journal))) {
            assertThat(table.stream().map(MarkdownReportTest::cells).distinct()).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("everyRun")
    void saysTheVerdictInTheThirdLine(Journal journal) {
        assertThat(MarkdownReport.of(journal).lines().toList().get(2))
                .contains(journal.verdict().word() + "** (exit code "
                        + journal.verdict().exitCode() + "): ");
    }

    @Test
    void readsAsAReport() {
        assertThat(MarkdownReport.of(Runs.kill()))
                .contains("# FKS survives the loss of one auth instance")
                .contains("| orders | p95 at most 200 ms, errors at most 1% | ✓ met: p95 12.1 ms, limit 200 ms")
                .contains("| process/kill | process fks\\_auth (pid 81231) | signal | 1 process alive |")
                .contains("| over at once, nothing to take back |")
                .contains("| 230 ms | 1.18 s |")
                .contains("shakeout run experiments/auth-loss.json --seed 4711");
    }

    @Test
    void findingsComeWithTheirRunbook() {
        assertThat(MarkdownReport.of(Runs.deviated()))
                .contains("### Orders wait for the database without a limit")
                .contains("Likely cause: The system does not bear this: network/delay of 300 ms")
                .contains("Verify the fix:");
    }

    @Test
    void hostileTextStartsNoMarkup() {
        String markdown = MarkdownReport.of(OddRuns.hostile());
        assertThat(outsideFences(markdown))
                .doesNotContain("<script")
                .doesNotContain("\u202E")
                .doesNotContain("\n# heading");
    }

    private static String outsideFences(String markdown) {
        return markdown.replaceAll("(?ms)^(`{3,})sh$.*?^\\1$", "");
    }

    private static List<List<String>> tables(String markdown) {
        var tables = new ArrayList<List<String>>();
        String before = "";
        for (String line : outsideFences(markdown).lines().toList()) {
            if (line.startsWith("|")) {
                if (!before.startsWith("|")) {
                    tables.add(new ArrayList<>());
                }
                tables.getLast().add(line);
            }
            before = line;
        }
        return tables;
    }

    private static long cells(String line) {
        return line.replace("\\\\", "")
                .replace("\\|", "")
                .chars()
                .filter(c -> c == '|')
                .count();
    }
}
