package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.model.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Processes that a step has started end with all that they started, and no stranger does. */
class UndoProcessesTest extends UndoneFolder {
    private final java.util.ArrayList<Process> started = new java.util.ArrayList<>();

    @AfterEach
    void endWhatWasStarted() {
        started.forEach(Process::destroyForcibly);
    }

    private Process sleeper() throws IOException {
        var process = new ProcessBuilder("sleep", "300").start();
        started.add(process);
        return process;
    }

    private void claim(Ledger.Entry entry, long pid, long start, String kind) throws IOException {
        Files.writeString(folder.path().resolve(entry.number() + ".pid"), pid + " " + start + " " + kind + "\n");
    }

    @Test
    void aChildIsEndedByPidAndStart() throws IOException {
        Process child = sleeper();
        var entry = ledger.write("target", "a child", Optional.empty());
        claim(entry, child.pid(), ProcessIdentity.of(child.pid()).orElseThrow().start(), "child");

        assertThat(undo.takeBackAll(folder).complete()).isTrue();

        await().until(() -> !child.isAlive());
    }

    @Test
    void aStrangerWithTheSamePidIsNeverTouched() throws IOException {
        Process stranger = sleeper();
        long start = ProcessIdentity.of(stranger.pid()).orElseThrow().start();
        for (long other : new long[] {start - 1, start + 1, 0, start * 10}) {
            claim(ledger.write("target", "a child", Optional.empty()), stranger.pid(), other, "child");
            claim(ledger.write("target", "a command", Optional.empty()), stranger.pid(), other, "command");
        }

        assertThat(undo.takeBackAll(folder).complete()).isTrue();

        assertThat(stranger.isAlive()).isTrue();
    }

    @Test
    void aNoteThatMakesNoSenseHarmsNobody() throws IOException {
        for (String note : List.of("", "\n", "1\n", "-1 0 child\n", "0 0 child\n", "* * *\n", "$(kill $$) 1 child\n")) {
            var entry = logging("note");
            Files.writeString(folder.path().resolve(entry.number() + ".pid"), note);
        }

        assertThat(undo.takeBackAll(folder).complete()).isTrue();

        assertThat(Files.readAllLines(log())).hasSize(7);
    }

    @Test
    void aChildEndsWithAllThatItStarted() throws Exception {
        Path pid = temp.resolve("pid");
        var injector = new Injector(folder, new Processes());
        var injection = injection(Step.child(
                "start", List.of("sh", "-c", "sleep 300 & echo $! >\"$1\"; echo ready; wait", "x", pid.toString())));

        injector.inject(injection);
        long grandchild = Long.parseLong(Files.readString(pid).strip());
        assertThat(ProcessIdentity.of(grandchild)).isPresent();
        assertThat(injector.takeBack(injection).complete()).isTrue();

        await().until(() ->
                !ProcessHandle.of(grandchild).map(ProcessHandle::isAlive).orElse(false)
                        || Files.readString(Path.of("/proc/" + grandchild + "/stat"))
                                .contains(") Z "));
    }

    @Test
    void aChildThatEndsBeforeItsTimeIsTold() throws Exception {
        var lost = new LinkedBlockingQueue<String>();
        var injector = new Injector(folder, new Processes());
        var injection = injection(Step.child("hold", List.of("sh", "-c", "echo ready; exec sleep 300")));
        injector.inject(injection, lost::add);

        notedChild().destroyForcibly();

        assertThat(Optional.ofNullable(lost.poll(10, TimeUnit.SECONDS)).orElse("nothing"))
                .isEqualTo("the process that was to hold has ended with status 137");
        assertThat(injector.takeBack(injection).complete()).isTrue();
    }

    @Test
    void aChildThatIsTakenBackByWhomeverIsNoLoss() throws Exception {
        var lost = new LinkedBlockingQueue<String>();
        var injector = new Injector(folder, new Processes());
        var injection = injection(Step.child("hold", List.of("sh", "-c", "echo ready; exec sleep 300")));
        injector.inject(injection, lost::add);
        ProcessHandle child = notedChild();

        assertThat(undo.takeBackAll(folder).complete())
                .as("as the sentinel does")
                .isTrue();
        child.onExit().join();
        assertThat(injector.takeBack(injection).complete()).isTrue();

        assertThat(lost).isEmpty();
    }

    private ProcessHandle notedChild() throws IOException {
        String[] note =
                Files.readString(folder.path().resolve("000001.pid")).strip().split(" ", -1);
        return ProcessHandle.of(Long.parseLong(note[0])).orElseThrow();
    }

    @Test
    void aChildThatNeverSaysReadyIsAFailedStepAndIsEnded() throws Exception {
        var injector = new Injector(folder, new Processes());
        var injection = injection(Step.child("start", List.of("sh", "-c", "echo cannot; exec sleep 300")));

        org.assertj.core.api.Assertions.assertThatThrownBy(() -> injector.inject(injection))
                .isInstanceOf(Injector.StepFailed.class)
                .hasMessage("could not start: cannot");
        ProcessHandle child = notedChild();
        assertThat(injector.takeBack(injection).complete()).isTrue();

        await().until(() -> !child.isAlive());
    }

    @Test
    void aChildThatTalksWithoutEndDoesNotStall() throws Exception {
        var injector = new Injector(folder, new Processes());
        Path lines = temp.resolve("lines");
        String script =
                "yes complaint | head -c 300000 >&2; echo ready; yes | head -c 300000; echo over >\"$1\"; exec sleep 300";
        var injection = injection(Step.child("start", List.of("sh", "-c", script, "x", lines.toString())));

        injector.inject(injection);

        await().until(() -> Files.exists(lines) && Files.size(lines) > 0);
        assertThat(injector.takeBack(injection).complete()).isTrue();
    }
}
