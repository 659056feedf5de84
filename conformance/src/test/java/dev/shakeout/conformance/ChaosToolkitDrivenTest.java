package dev.shakeout.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the real Chaos Toolkit comes to becomes the verdict of the run that drives it, and what it hides is told. */
@Execution(ExecutionMode.CONCURRENT)
class ChaosToolkitDrivenTest {
    private Drill drill;

    @BeforeEach
    void begin(@TempDir Path work) {
        assumeTrue(Reference.tool().isPresent(), Reference::reason);
        drill = new Drill(work, Reference.tool().orElseThrow());
    }

    private Driven comesTo(int status, String words) throws IOException {
        Driven driven = drill.run();
        assertThat(driven.process().exitValue()).as(driven.said()).isEqualTo(status);
        assertThat(driven.said()).contains(words);
        return driven;
    }

    @Test
    void anExperimentThatHoldsPassesAndItsJournalIsTold() throws Exception {
        drill.theirs(Drill.hypothesis("theirs.json", true), Drill.MENDS, Drill.BREAKS);
        drill.ours(", journal: kept.json");

        Driven driven = comesTo(0, "of its method these actions have begun: break it");

        assertThat(drill.isBroken()).isFalse();
        assertThat(drill.work().resolve("kept.json")).content().contains("\"status\": \"completed\"");
        assertThat(driven.journal().run().getLast().output().compact())
                .contains("\"phase\":\"over\"", "\"exit\":0", "\"deviated\":false");
        assertThat(driven.left()).isEmpty();
    }

    @Test
    void oneThatDeviatesIsADeviation() throws Exception {
        drill.theirs(Drill.hypothesis("broken", false), Drill.MENDS, Drill.BREAKS);
        drill.ours("");

        comesTo(1, "deviated: its probe 'it serves' is not in its tolerance after the method, but true");

        assertThat(drill.isBroken()).isFalse();
    }

    @Test
    void oneThatDeviatesWhileItsMethodRunsIsADeviationThoughItIsCompletedThere() throws Exception {
        drill.theirs(
                Drill.hypothesis("broken", false),
                Drill.MENDS,
                Drill.BREAKS,
                Drill.action("wait", "sleep 2; rm -f broken"));
        drill.ours(", hypothesis-strategy: during-method-only");

        comesTo(1, "deviated while its method ran: its probe 'it serves'");
    }

    @Test
    void oneWhoseGateIsMissedHasShownNothing() throws Exception {
        drill.theirs(Drill.hypothesis("nowhere", true), Drill.MENDS, Drill.BREAKS);
        drill.ours("");

        comesTo(5, "has done nothing: its probe 'it serves' is not in its tolerance before the method");
    }

    @Test
    void oneWithoutAnActionHasNoEffect() throws Exception {
        drill.theirs("", Drill.MENDS, Drill.BREAKS.replace("action", "probe"));
        drill.ours("");

        comesTo(5, "no action of its method has begun");
    }

    @Test
    void anActionThatFailsFailsTheRunThoughItIsCompletedThere() throws Exception {
        Files.writeString(drill.work().resolve("fails.py"), "def now():\n    raise RuntimeError('no way')\n");
        drill.theirs("", Drill.MENDS, Drill.BREAKS, Drill.python("fail", "fails", "now"));
        drill.ours(", environment: {PYTHONPATH: .}");

        comesTo(7, "went on although 'fail' failed: chaoslib.exceptions.ActivityFailed: RuntimeError: no way");
    }

    @Test
    void aRollbackThatFailsIsNamedAndRunAgainByTheCommandThatIsNamed() throws Exception {
        drill.theirs("", Drill.python("mend it", "mends", "now"), Drill.BREAKS);
        Path module =
                Files.writeString(drill.work().resolve("mends.py"), "def now():\n    raise RuntimeError('no way')\n");
        drill.ours(", environment: {PYTHONPATH: .}");

        Driven driven =
                comesTo(8, "Chaos Toolkit has not run these rollbacks of theirs.json, or they failed: mend it.");
        assertThat(drill.isBroken()).isTrue();
        assertThat(driven.left()).isNotEmpty();

        Files.writeString(module, "import os\n\ndef now():\n    os.remove('broken')\n");
        Files.deleteIfExists(driven.left().stream()
                .filter(path -> path.toString().contains("/held/"))
                .findFirst()
                .orElseThrow()
                .resolve("run-1/tried")); // as if half a minute were over
        Driven recovered = Driven.start(drill.work(), "recover");
        assertThat(recovered.end()).as(recovered.said()).isZero();
        assertThat(drill.isBroken()).isFalse();
    }

    @Test
    void oneThatIsCutShortHasNotSaidWhatItIsThereFor() throws Exception {
        drill.theirs(Drill.hypothesis("theirs.json", true), Drill.MENDS, Drill.BREAKS, Drill.LASTS);
        drill.ours("");
        Path ours = drill.work().resolve("ours.yaml");
        Files.writeString(ours, Files.readString(ours).replace("do: wait, timeout: 2m", "do: read"));

        comesTo(5, "wait for it by a probe of the kind chaostoolkit, or give the fault a longer duration");

        assertThat(drill.isBroken()).isFalse();
    }

    @Test
    void itsConfigurationIsFilledInAndStandsOnNoCommandLine() throws Exception {
        drill.theirs(
                "\"configuration\": {\"token\": \"none\"},",
                Drill.MENDS,
                Drill.action("tell", "echo ${token} >told; tr '\\\\0' ' ' </proc/$PPID/cmdline >line"));
        drill.ours(", configuration: {token: t0p}");

        comesTo(0, "passed");

        assertThat(drill.work().resolve("told")).content().isEqualTo("t0p\n");
        assertThat(drill.work().resolve("line"))
                .content()
                .contains("theirs.json")
                .doesNotContain("t0p");
    }

    @Test
    void aStrategyThatLeavesRollbacksOutIsToldInThePlan() throws Exception {
        drill.theirs("", Drill.MENDS, Drill.BREAKS);
        drill.ours(", rollback-strategy: never");

        Driven driven = comesTo(0, "passed");

        assertThat(drill.isBroken()).isTrue();
        assertThat(driven.journal().injections().getFirst().notes())
                .anyMatch(note -> note.contains("what it has changed then stays"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    PROGRAM | god.json                                  | there is no file 'god.json' to be read; it is looked for in
                    PROGRAM | ours.yaml                                 | 'ours.yaml' is not valid for Chaos Toolkit: unknown provider type 'fault'
                    PROGRAM | `theirs.json, environment: {"a b": c}`    | 'a b' is no name of an environment variable
                    PROGRAM | `theirs.json, journal: no/such/one.json`  | there is no such folder
                    no-such-chaos | theirs.json                         | install it with 'pip install chaostoolkit'
                    /bin/true | theirs.json                             | cannot tell how far it is
                    """)
    void aMistakeIsRefusedBeforeAnythingHappens(String program, String file, String words) throws Exception {
        drill.theirs("", Drill.MENDS, Drill.BREAKS);
        drill.ours(
                program.replace(
                        "PROGRAM", drill.tool().environment().toAbsolutePath().toString()),
                file,
                "");

        comesTo(9, words);

        assertThat(drill.isBroken()).isFalse();
    }
}
