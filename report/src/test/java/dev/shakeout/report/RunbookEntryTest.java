package dev.shakeout.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Finding;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunbookEntryTest {
    private static final Entry ENTRY = new Entry(Runs.deviated(), "drills/slow db's.yaml");

    @Test
    void saysWhatIsSeenWhyAndWhatHelps() {
        var entry = RunbookEntry.of(finding(List.of("network/delay of 300 ms on orders → db"), List.of()), ENTRY);
        assertThat(entry.symptom()).isEqualTo("orders: p95 1.91 s against 200 ms");
        assertThat(entry.cause()).contains("network/delay of 300 ms on orders → db");
        assertThat(entry.check()).anyMatch(step -> step.contains("it was back 4 s after the fault was over"));
        assertThat(entry.mitigate()).anyMatch(step -> step.contains("a timeout below the limit"));
        assertThat(entry.owner()).isEqualTo("to be filled in");
    }

    @Test
    void theCommandThatProvesTheFixCanBePastedWhateverTheFileIsCalled() {
        assertThat(RunbookEntry.of(finding(List.of(), List.of()), ENTRY).verify())
                .isEqualTo("shakeout run 'drills/slow db'\\''s.yaml'");
        assertThat(new Entry(Runs.kill(), "auth.yaml").rerun()).isEqualTo("shakeout run auth.yaml --seed 4711");
    }

    @Test
    void theFindingsOwnStepsComeBeforeGeneralAdvice() {
        var own = List.of("Open the breaker by hand.");
        assertThat(RunbookEntry.of(finding(List.of("process/kill on fks_auth"), own), ENTRY)
                        .mitigate())
                .isEqualTo(own);
    }

    @Test
    void withoutAFaultNoCauseIsInvented() {
        assertThat(RunbookEntry.of(finding(List.of(), List.of()), ENTRY).cause())
                .startsWith("Not known");
    }

    private static Finding finding(List<String> faults, List<String> runbook) {
        return new Finding(
                "Orders wait for the database",
                "orders",
                "p95 1.91 s against 200 ms",
                Journals.at(12),
                faults,
                runbook);
    }
}
