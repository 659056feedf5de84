package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shakeout.cli.Shakeout.Ended;
import dev.shakeout.cli.Shakeout.Running;
import dev.shakeout.dialects.chaostoolkit.JournalReader;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a run ends in the middle of its faults, everything is taken back. */
class CrashTest {
    private static final Duration SOON = Duration.ofSeconds(2);

    private Shakeout shakeout;
    private Victim victim;

    @BeforeEach
    void begin(@TempDir Path work) throws IOException {
        shakeout = new Shakeout(work);
        victim = Victim.sleeping(work);
        shakeout.write("two.yaml", """
                title: a frozen and a busy process
                description: until somebody ends it
                method:
                  - type: action
                    name: burn
                    background: true
                    provider: {type: fault, fault: cpu/load, target: {kind: process, pid: PID}, arguments: {load: 20%, workers: 1}, duration: 60s}
                  - type: action
                    name: freeze
                    provider: {type: fault, fault: process/pause, target: {kind: process, pid: PID}, duration: 60s}
                """.replace("PID", Long.toString(victim.pid())));
    }

    @AfterEach
    void end() {
        victim.close();
    }

    @Test
    void theSentinelTakesEverythingBackWhenTheRunnerIsKilled() throws Exception {
        Running run = startAndAwaitFaults();
        List<ProcessHandle> children = run.process().descendants().toList();
        assertThat(children).as("the sentinel and the stressor").hasSizeGreaterThan(1);

        run.process().destroyForcibly().waitFor();

        await().atMost(SOON).until(() -> !victim.stopped());
        await().until(() -> shakeout.openRuns().isEmpty());
        await().until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(Live.naming(shakeout.home())).isEmpty();
        assertThat(victim.untouched()).isTrue();
    }

    @Test
    void recoverTakesEverythingBackWhenTheSentinelIsKilledToo() throws Exception {
        List<ProcessHandle> stressors = killWithItsSentinel(startAndAwaitFaults());

        Ended recovered = shakeout.run("recover");

        assertThat(recovered.status()).as(recovered.toString()).isZero();
        assertThat(recovered.out()).contains("was left by a run that is gone; everything is taken back");
        assertThat(victim.untouched()).isTrue();
        await().until(() -> stressors.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(shakeout.openRuns()).isEmpty();
        Ended again = shakeout.run("recover");
        assertThat(again.status()).isZero();
        assertThat(again.out()).isEqualTo("Nothing to recover.\n");
    }

    @Test
    void recoverNamesWhatIsDamagedTakesBackTheRestAndEndsWithStatusEight() throws Exception {
        List<ProcessHandle> stressors = killWithItsSentinel(startAndAwaitFaults());
        Path entry = entryOf("process/pause");
        Files.writeString(entry, Files.readString(entry).substring(0, 100));

        Ended recovered = shakeout.run("recover");

        assertThat(recovered.status()).as(recovered.toString()).isEqualTo(8);
        assertThat(recovered.out()).contains("not all could be taken back");
        assertThat(recovered.err()).contains(entry + ".damaged");
        assertThat(victim.stopped()).as("what is damaged is not run").isTrue();
        await().until(() -> stressors.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(entry.resolveSibling(entry.getFileName() + ".damaged")).exists();
    }

    /** The stressors it leaves. */
    private List<ProcessHandle> killWithItsSentinel(Running run) throws InterruptedException {
        List<ProcessHandle> stressors = run.process()
                .descendants()
                .filter(child -> Live.commandLine(child).contains("Stressor"))
                .toList();
        assertThat(stressors).isNotEmpty();
        Live.naming(shakeout.runs()).forEach(ProcessHandle::destroyForcibly);
        run.process().destroyForcibly().waitFor();
        await().until(() -> Live.naming(shakeout.runs()).isEmpty());
        assertThat(victim.stopped()).as("nobody is left to resume it").isTrue();
        return stressors;
    }

    private Path entryOf(String fault) throws IOException {
        try (Stream<Path> files = Files.list(shakeout.openRuns().getFirst())) {
            return files.filter(file ->
                            file.toString().endsWith(".entry") && read(file).contains(fault))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "HUP"})
    void aSignalAbortsTheRunAndTheJournalIsWritten(String signal) throws Exception {
        assumeTrue(
                !Sent.signalsAreIgnoredHere(),
                "this JVM was started with signals ignored, so its children ignore them too");
        Running run = startAndAwaitFaults();

        Sent.signal(signal, Long.toString(run.pid()));

        assertAborted(run.end());
    }

    @Test
    void impatientCtrlCToTheWholeProcessGroupSkipsNoUndo() throws Exception {
        assumeTrue(
                !Sent.signalsAreIgnoredHere(),
                "this JVM was started with signals ignored, so its children ignore them too");
        Running run = shakeout.startBehind(List.of("setsid"), "run", "two.yaml");
        awaitFaults(run);

        for (int i = 0; i < 20 && run.process().isAlive(); i++) {
            Sent.signal("INT", "-" + run.pid());
        }

        assertAborted(run.end());
    }

    @Test
    void haltEndsARunFromOutside() throws Exception {
        Running run = startAndAwaitFaults();

        Ended halt = shakeout.run("halt");

        assertThat(halt.status()).as(halt.toString()).isZero();
        assertThat(halt.out()).contains("was stopped; everything is taken back");
        assertThat(victim.untouched()).isTrue();
        assertAborted(run.end());
    }

    private Running startAndAwaitFaults() throws IOException {
        Running run = shakeout.start("run", "two.yaml");
        awaitFaults(run);
        return run;
    }

    private void awaitFaults(Running run) {
        await().atMost(Duration.ofSeconds(30))
                .failFast("it ended early", () -> !run.process().isAlive())
                .until(() -> victim.stopped() && run.saidSoFar().contains(" is stopped"));
    }

    private void assertAborted(Ended ended) throws IOException {
        assertThat(ended.status()).as(ended.toString()).isEqualTo(6);
        Path file = shakeout.work().resolve("journal.json");
        Journal journal = JournalReader.read("journal.json", Files.readString(file));
        assertThat(journal.verdict()).isEqualTo(Verdict.ABORTED);
        assertThat(journal.interruptedBy()).isPresent();
        assertThat(journal.injections())
                .hasSize(2)
                .allSatisfy(injected -> assertThat(injected.takenBack()).isPresent());
        assertThat(victim.untouched()).isTrue();
        assertThat(shakeout.openRuns()).isEmpty();
        assertThat(Live.naming(shakeout.home())).isEmpty();
    }
}
