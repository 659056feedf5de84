package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Journal;
import dev.shakeout.model.Verdict;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is concluded from the effect of a fault, by every way in which it can be measured or not. */
class EffectRulesTest {
    @TempDir
    Path temp;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bites     | :      | PASSED       | true  | true  |
            momentary | :      | PASSED       | true  |       |
            toothless | :      | INCONCLUSIVE | false | true  | had no measurable effect
            bites     | exit 0 | UNSAFE       | true  | false | was taken back, but its effect is still there: it exists
            throws    | :      | UNSAFE       | true  | false | was taken back, but its effect is still there: no such file
            blind     | :      | UNSAFE       | false | false | was taken back, but whether its effect is gone could not be told: no such file
            """)
    void theVerdictFollowsFromWhatWasMeasured(
            String habit, String undo, Verdict verdict, boolean bites, Boolean gone, String reason) {
        var drill = new Drill(temp);
        drill.method.add(drill.fault(
                "fault", drill.arguments("fault").with(MarkFault.EFFECT, habit).with(MarkFault.UNDO, undo), 50));

        Journal journal = drill.run();

        assertThat(journal.verdict()).as(journal.reasons().toString()).isEqualTo(verdict);
        assertThat(journal.injections().getFirst().bites()).contains(bites);
        assertThat(journal.injections().getFirst().gone()).isEqualTo(Optional.ofNullable(gone));
        if (verdict == Verdict.PASSED) {
            assertThat(journal.reasons()).isEmpty();
        } else {
            assertThat(journal.reasons().getFirst()).contains(reason);
        }
    }
}
