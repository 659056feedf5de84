package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shakeout.cli.Shakeout.Ended;
import dev.shakeout.cli.Shakeout.Running;
import dev.shakeout.dialects.chaostoolkit.JournalReader;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Impatience, a closed terminal, a frozen runner and a full disk: the target is whole afterwards, and nothing is left. */
class HaltingTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private Shakeout shakeout;
    private Victim victim;

    @BeforeEach
    void begin(@TempDir Path work) throws IOException {
        shakeout = new Shakeout(work);
        victim = Victim.sleeping(work);
    }

    @AfterEach
    void end() {
        victim.close();
    }

    @Test
    void aSecondAndATenthCtrlCSayWhatIsStillBeingUndoneAndSkipNothing() throws Exception {
        assumeFalse(Sent.signalsAreIgnoredHere(), "started with signals ignored, so its children ignore them too");
        shakeout.write("two.yaml", experiment(busy(), frozen(victim)));
        Running run = shakeout.start("run", "two.yaml");
        awaitFrozen(run);

        for (int i = 0; i < 10 && run.process().isAlive(); i++) {
            Sent.signal("INT", Long.toString(run.pid()));
        }

        Ended ended = run.end();
        assertThat(ended.status()).as(ended.toString()).isEqualTo(6);
        assertThat(ended.err())
                .startsWith("\nstopping: taking everything back, please wait\n")
                .containsOnlyOnce("stopping:")
                .containsPattern("still taking back: .*process/pause on process " + victim.name());
        assertThat(journal("journal.json").verdict()).isEqualTo(Verdict.ABORTED);
        everythingIsTakenBack();
    }

    @Test
    void ctrlCDuringSlowRollbacksSaysThatTheFaultsAreTakenBack() throws Exception {
        assumeFalse(Sent.signalsAreIgnoredHere(), "started with signals ignored, so its children ignore them too");
        Path begun = shakeout.work().resolve("rollback");
        shakeout.write("slow.yaml", experiment(frozen(victim)) + """
                rollbacks:
                  - {type: action, name: slowly, provider: {type: process, path: sh, arguments: [-c, "touch '%s'; sleep 1"]}}
                """.formatted(begun));
        Running run = shakeout.start("run", "slow.yaml");
        awaitFrozen(run);

        Sent.signal("INT", Long.toString(run.pid()));
        await().atMost(LONG).until(() -> Files.exists(begun));
        Sent.signal("INT", Long.toString(run.pid()));

        Ended ended = run.end();
        assertThat(ended.err()).contains("every fault is taken back; finishing the rollbacks and the journal");
        assertThat(ended.status()).as(ended.toString()).isEqualTo(6);
        assertThat(journal("journal.json").rollbacks())
                .singleElement()
                .satisfies(rollback -> assertThat(rollback.status()).contains("succeeded"));
        everythingIsTakenBack();
    }

    @Test
    void aTerminalThatIsClosedAbortsTheRunWhoseJournalIsStillWritten() throws Exception {
        assumeFalse(Sent.signalsAreIgnoredHere(), "started with signals ignored, so its children ignore them too");
        assumeTrue(Machine.local().tool("script").isPresent(), "needs script, of util-linux, to make a terminal");
        shakeout.write("two.yaml", experiment(busy(), frozen(victim)));
        Path wrapper = shakeout.write("terminal.sh", """
                command=exec
                for word; do command="$command '$word'"; done
                export TERM=xterm
                exec script -qec "$command" /dev/null
                """);
        Running terminal = shakeout.startBehind(List.of("sh", wrapper.toString()), "run", "two.yaml");
        awaitFrozen(terminal);
        assertThat(terminal.saidSoFar()).as("it is drawn over").contains("\u001b[");
        ProcessHandle runner = terminal.process().children().findFirst().orElseThrow();

        terminal.process().destroyForcibly().waitFor(); // takes the terminal with it

        await().atMost(LONG).until(() -> !runner.isAlive());
        Journal journal = journal("journal.json");
        assertThat(journal.verdict()).isEqualTo(Verdict.ABORTED);
        assertThat(journal.injections())
                .hasSize(2)
                .allSatisfy(injected -> assertThat(injected.takenBack()).isPresent());
        everythingIsTakenBack();
    }

    @Test
    void nobodyReadingItsOutputDoesNotKeepARunFromItsEnd() throws Exception {
        shakeout.write("short.yaml", experiment(frozen(victim).replace("60s", "500ms")));

        Ended ended = shakeout.startBehind(List.of("sh", "-c", "\"$@\" | head -n 1", "sh"), "run", "short.yaml")
                .end();

        assertThat(ended.out()).hasLineCount(1);
        assertThat(journal("journal.json").verdict()).isEqualTo(Verdict.PASSED);
        everythingIsTakenBack();
    }

    @Test
    void theSentinelActsWhenTheRunnerIsFrozenPastItsLeaseAndTheRunnerSeesThatAfterwards() throws Exception {
        shakeout.write("lease.yaml", experiment(busy(), frozen(victim)) + "safety: {lease: 1s}\n");
        Running run = shakeout.start("run", "lease.yaml");
        awaitFrozen(run);

        Sent.signal("STOP", Long.toString(run.pid()));

        await().atMost(LONG).until(() -> !victim.stopped());
        Sent.signal("CONT", Long.toString(run.pid()));
        Ended ended = run.end();
        assertThat(ended.status()).as(ended.toString()).isEqualTo(6);
        assertThat(journal("journal.json").interruptedBy().orElseThrow()).contains("the lease was not renewed in time");
        everythingIsTakenBack();
    }

    @Test
    void aDiskThatIsFullInTheMiddleOfARunLeavesNothingBroken() throws Exception {
        assumeTrue(Machine.local().isRoot(), "needs root to mount a small disk");
        assumeTrue(Machine.local().tool("unshare").isPresent(), "needs unshare, of util-linux, to mount it for itself");
        try (var other = Victim.sleeping(shakeout.work())) {
            Path small = Files.createDirectories(shakeout.work().resolve("small"));
            Files.createDirectories(shakeout.home());
            shakeout.write(
                    "full.yaml",
                    experiment(
                            frozen(victim).replace("name: freeze", "name: freeze\n    background: true"),
                            filling("fill the ledger's disk", shakeout.home()),
                            filling("fill the journal's disk", small),
                            frozen(other).replace("name: freeze", "name: freeze another")));
            Path wrapper = shakeout.write("disks.sh", """
                    home=$1 small=$2
                    shift 2
                    mount -t tmpfs -o size=512k none "$home" && mount -t tmpfs -o size=64k none "$small" || exit 99
                    "$@"
                    status=$?
                    echo "left behind:" $(ls "$home/run/runs" "$small")
                    exit $status
                    """);
            var before = List.of(
                    "unshare",
                    "--mount",
                    "--propagation",
                    "private",
                    "sh",
                    wrapper.toString(),
                    shakeout.home().toString(),
                    small.toString());

            Ended ended = shakeout.startBehind(
                            before,
                            "run",
                            "full.yaml",
                            "--journal-path",
                            small.resolve("j.json").toString())
                    .end();

            assertThat(ended.status()).as(ended.toString()).isEqualTo(7);
            assertThat(ended.out())
                    .contains("taken back in")
                    .contains("the ledger could not be written, so the step was not taken: No space left on device")
                    .endsWith("left behind: " + shakeout.home() + "/run/runs: " + small + ": filler\n");
            assertThat(ended.err())
                    .contains("j.json: the journal could not be written: No space left on device; it is in ");
            assertThat(victim.untouched() && other.untouched()).isTrue();
            String kept = ended.err().strip().replaceFirst("(?s).*it is in ", "");
            Journal journal = JournalReader.read(kept, Files.readString(Path.of(kept)));
            assertThat(journal.verdict()).isEqualTo(Verdict.FAILED);
            assertThat(journal.injections().getFirst().gone()).contains(true);
        }
    }

    private static String filling(String name, Path folder) {
        return """
                  - type: action
                    name: %s
                    provider: {type: process, path: dd, arguments: [if=/dev/zero, bs=1k, "of=%s/filler"]}
                """.formatted(name, folder);
    }

    private static String frozen(Victim victim) {
        return """
                  - type: action
                    name: freeze
                    provider: {type: fault, fault: process/pause, target: {kind: process, pid: PID}, duration: 60s}
                """.replace("PID", Long.toString(victim.pid()));
    }

    private String busy() {
        return """
                  - type: action
                    name: burn
                    background: true
                    provider: {type: fault, fault: cpu/load, target: {kind: process, pid: PID}, arguments: {load: 20%, workers: 1}, duration: 60s}
                """.replace("PID", Long.toString(victim.pid()));
    }

    private static String experiment(String... actions) {
        return "title: to be stopped\ndescription: until something stops it\nmethod:\n" + String.join("", actions);
    }

    private void awaitFrozen(Running run) {
        await().atMost(LONG)
                .failFast("it ended early", () -> !run.process().isAlive())
                .until(() -> victim.stopped() && run.saidSoFar().contains(" is stopped"));
    }

    private void everythingIsTakenBack() {
        assertThat(victim.untouched()).isTrue();
        await().until(() -> shakeout.openRuns().isEmpty());
        await().until(() -> Live.naming(shakeout.home()).isEmpty());
    }

    private Journal journal(String name) throws IOException {
        return JournalReader.read(name, Files.readString(shakeout.work().resolve(name)));
    }
}
