package dev.shakeout.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The real Chaos Toolkit is stopped in the middle: its rollbacks have run afterwards, whoever is gone or hangs. */
@Execution(ExecutionMode.CONCURRENT)
class ChaosToolkitHaltedTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String HANGS = """
            import signal, time

            def forever():
                for number in (signal.SIGINT, signal.SIGTERM, signal.SIGUSR1):
                    signal.signal(number, signal.SIG_IGN)
                time.sleep(600)
            """;

    private Drill drill;

    @BeforeEach
    void begin(@TempDir Path work) {
        assumeTrue(Reference.tool().isPresent(), Reference::reason);
        drill = new Drill(work, Reference.tool().orElseThrow());
    }

    @Test
    void aGuardHaltsALongActionInTheBackgroundAndRollbacksRunOnce() throws Exception {
        drill.theirs(
                Drill.hypothesis("theirs.json", true),
                Drill.action("mend it", "echo x >>mended; rm -f broken"),
                Drill.BREAKS,
                Drill.inBackground(Drill.LASTS),
                Drill.action("wait", "sleep 300"));
        drill.haltedAt("wait", "");

        Driven driven = drill.run();

        assertThat(driven.process().exitValue()).as(driven.said()).isEqualTo(3);
        assertThat(drill.isBroken()).isFalse();
        assertThat(drill.work().resolve("mended")).content().isEqualTo("x\n");
        assertThat(drill.lasts()).isFalse();
        assertThat(driven.left()).isEmpty();
    }

    @Test
    void aSlowRollbackIsNotCutShort() throws Exception {
        drill.theirs("", Drill.action("mend it", "sleep 5; rm -f broken"), Drill.BREAKS, Drill.LASTS);
        drill.haltedAt("last", "");

        Driven driven = drill.run();

        assertThat(driven.process().exitValue()).as(driven.said()).isEqualTo(3);
        assertThat(drill.isBroken()).isFalse();
    }

    @Test
    void oneThatHangsIsKilledAndAFreshProcessRunsItsRollbacks() throws Exception {
        Files.writeString(drill.work().resolve("hangs.py"), HANGS);
        drill.theirs(
                "",
                Drill.MENDS,
                Drill.BREAKS,
                Drill.inBackground(Drill.LASTS),
                Drill.python("hang", "hangs", "forever"));
        drill.haltedAt("hang", ", grace: 2s, environment: {PYTHONPATH: .}");

        Driven driven = drill.run();

        assertThat(driven.process().exitValue()).as(driven.said()).isEqualTo(3);
        assertThat(drill.isBroken()).isFalse();
        assertThat(drill.lasts()).isFalse();
        assertThat(driven.left()).isEmpty();
    }

    @Test
    void aRollbackThatNeverEndsIsKilledAndNamed() throws Exception {
        drill.theirs("", Drill.action("mend it", "sleep 600"), Drill.BREAKS, Drill.LASTS);
        drill.haltedAt("last", ", grace: 2s");

        Driven driven = drill.run();

        assertThat(driven.process().exitValue()).as(driven.said()).isEqualTo(8);
        assertThat(driven.said())
                .contains("Chaos Toolkit has not run these rollbacks of theirs.json", "mend it", "run: sh ");
        Path held = driven.left().stream()
                .filter(path -> path.toString().contains("/held/"))
                .findFirst()
                .orElseThrow();
        Files.deleteIfExists(held.resolve("run-1/left")); // done by hand
        assertThat(Driven.start(drill.work(), "recover").end()).isZero();
    }

    @Test
    void aRunnerThatIsKilledIsReplacedByTheSentinel() throws Exception {
        drill.theirs("", Drill.MENDS, Drill.BREAKS, Drill.inBackground(Drill.LASTS), Drill.action("wait", "sleep 300"));
        drill.ours("");
        Driven driven = drill.start();
        await().atMost(LONG).until(() -> Files.exists(drill.work().resolve("pid")) && drill.isBroken());

        driven.process().destroyForcibly().waitFor();

        await().atMost(LONG).until(() -> driven.left().isEmpty());
        assertThat(drill.isBroken()).isFalse();
        assertThat(drill.lasts()).isFalse();
    }

    @Test
    void oneThatIsKilledByOthersHasItsRollbacksRunAndFails() throws Exception {
        drill.theirs("", Drill.MENDS, Drill.BREAKS, Drill.action("kill", "kill -KILL $PPID"));
        drill.ours("");

        Driven driven = drill.run();

        assertThat(driven.process().exitValue()).as(driven.said()).isEqualTo(7);
        assertThat(driven.said()).contains("Chaos Toolkit ended without a journal of theirs.json, with status 137");
        assertThat(drill.isBroken()).isFalse();
    }
}
