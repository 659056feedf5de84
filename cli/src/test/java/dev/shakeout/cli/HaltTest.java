package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.cli.Shakeout.Ended;
import dev.shakeout.cli.Shakeout.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Halt stops everything without a JVM, and nothing begins until resume; two runs never share a target. */
class HaltTest {
    private Shakeout shakeout;
    private Victim victim;

    @BeforeEach
    void begin(@TempDir Path work) throws IOException {
        shakeout = new Shakeout(work);
        victim = Victim.sleeping(work);
        shakeout.write(
                "freeze.yaml", """
                title: a frozen process
                description: until somebody ends it
                method:
                  - type: action
                    name: freeze
                    provider: {type: fault, fault: process/pause, target: {kind: process, pid: PID}, duration: DURATION}
                """.replace("PID", Long.toString(victim.pid())).replace("DURATION", "60s"));
        shakeout.write("short.yaml", victim.stoppedForAMoment());
    }

    @AfterEach
    void end() {
        victim.close();
    }

    private Running frozen() throws IOException {
        Running run = shakeout.start("run", "freeze.yaml");
        await().atMost(Duration.ofSeconds(30))
                .failFast("it ended early", () -> !run.process().isAlive())
                .until(() -> victim.stopped() && run.saidSoFar().contains(" is stopped"));
        return run;
    }

    /** As the launcher runs it; no JVM can be found by it. */
    private Ended haltByShell() throws Exception {
        Path out = shakeout.work().resolve("halt.out");
        Path err = shakeout.work().resolve("halt.err");
        var builder = new ProcessBuilder(
                        "sh",
                        Path.of(System.getProperty("shakeout.home", ".."), "shakeout")
                                .toString(),
                        "halt")
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("SHAKEOUT_HOME", shakeout.home().toString());
        builder.environment().put("PATH", "/usr/bin:/bin");
        builder.environment().put("JAVA_HOME", "/nowhere");
        Process halt = builder.start();
        assertThat(halt.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Ended(halt.exitValue(), Files.readString(out), Files.readString(err));
    }

    private static void kill(String signal, long pid) throws Exception {
        new ProcessBuilder("kill", "-s", signal, Long.toString(pid)).start().waitFor();
    }

    private static List<ProcessHandle> sentinels(Running run) {
        return run.process()
                .descendants()
                .filter(child -> Live.commandLine(child).contains("sentinel.sh"))
                .toList();
    }

    @Test
    void aRunIsStoppedAndNoneBeginsUntilResume() throws Exception {
        Running run = frozen();

        Ended halt = haltByShell();

        assertThat(halt.status()).as(halt.toString()).isZero();
        assertThat(halt.out()).contains("was stopped; everything is taken back", "shakeout resume");
        assertThat(victim.untouched()).isTrue();
        assertThat(run.end().status()).isEqualTo(6);

        Ended refused = shakeout.run("run", "short.yaml");
        assertThat(refused.status()).as(refused.toString()).isEqualTo(9);
        assertThat(refused.out()).contains("the kill switch is set (by ", "shakeout resume");
        Ended plan = shakeout.run("plan", "short.yaml");
        assertThat(plan.status()).as(plan.toString()).isEqualTo(9);

        assertThat(shakeout.run("resume").out()).contains("Runs may begin again.");
        assertThat(shakeout.run("run", "short.yaml").status()).isZero();
    }

    @Test
    void aRunWhoseRunnerAndSentinelAreDeadIsTakenBackByHalt() throws Exception {
        Running run = frozen();
        sentinels(run).forEach(ProcessHandle::destroyForcibly);
        run.process().destroyForcibly().waitFor();
        assertThat(victim.stopped()).isTrue();

        Ended halt = haltByShell();

        assertThat(halt.status()).as(halt.toString()).isZero();
        assertThat(victim.untouched()).isTrue();
        assertThat(shakeout.openRuns()).isEmpty();
    }

    @Test
    void aRunnerThatDoesNotListenIsEnded() throws Exception {
        Running run = frozen();
        kill("STOP", run.pid());

        Ended halt = haltByShell();

        assertThat(halt.status()).as(halt.toString()).isZero();
        assertThat(victim.untouched()).isTrue();
        assertThat(run.process().waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(shakeout.openRuns()).isEmpty();
    }

    @Test
    void aStrangerWhoHasTheNumberOfADeadRunnerIsLeftAlone() throws Exception {
        Path run = Files.createDirectories(shakeout.runs().resolve("20261123-140320-250-1"));
        Files.writeString(run.resolve("owner"), victim.pid() + " 1\n");
        Files.writeString(run.resolve("undo.sh"), "exit 0\n");

        assertThat(haltByShell().status()).isZero();

        assertThat(victim.untouched()).isTrue();
        assertThat(run).doesNotExist();
    }

    @Test
    void whatCannotBeTakenBackIsToldWithItsCommand() throws Exception {
        Path run = Files.createDirectories(shakeout.runs().resolve("20261123-140320-250-1"));
        Files.writeString(run.resolve("undo.sh"), "echo 'the rule does not go'; exit 1\n");

        Ended halt = haltByShell();

        assertThat(halt.status()).isEqualTo(8);
        assertThat(halt.out()).contains("not all could be taken back: the rule does not go");
        assertThat(halt.err()).contains("sh " + run.resolve("undo.sh") + " " + run);
        assertThat(run).exists();
    }

    @Test
    void nothingToHaltIsFineAndStillSetsTheSwitch() throws Exception {
        Ended halt = haltByShell();

        assertThat(halt.status()).isZero();
        assertThat(halt.out()).contains("Nothing is running.");
        assertThat(shakeout.run("run", "short.yaml").status()).isEqualTo(9);
    }

    @Test
    void aSecondRunOnTheSameTargetIsRefusedWhileTheFirstIsOn() throws Exception {
        Running first = frozen();

        Ended second = shakeout.run("run", "short.yaml", "--journal-path", "second.json");

        assertThat(second.status()).as(second.toString()).isEqualTo(9);
        assertThat(second.out()).contains("is in the hands of run ");
        assertThat(victim.stopped()).as("the first run's fault").isTrue();
        kill("INT", first.pid());
        assertThat(first.end().status()).isEqualTo(6);
        assertThat(shakeout.run("run", "short.yaml").status()).isZero();
    }

    @Test
    void aRunFirstTakesBackWhatADeadOneHasLeft() throws Exception {
        Running dead = frozen();
        sentinels(dead).forEach(ProcessHandle::destroyForcibly);
        dead.process().destroyForcibly().waitFor();

        Ended next = shakeout.run("run", "short.yaml");

        assertThat(next.status()).as(next.toString()).isZero();
        assertThat(next.out()).contains("was left by a run that is gone; everything is taken back");
        assertThat(victim.untouched()).isTrue();
    }
}
