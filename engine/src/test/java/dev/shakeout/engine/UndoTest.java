package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.model.Injection;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run has done is taken back, newest first, by a shell script that needs nothing but the run's folder. */
class UndoTest {
    @TempDir
    Path temp;

    private RunFolder folder;
    private Ledger ledger;
    private Undo undo;
    private final java.util.ArrayList<Process> started = new java.util.ArrayList<>();

    @BeforeEach
    void makeLedger() throws IOException {
        folder = RunFolder.create(Machines.in(temp).folders(), "test");
        ledger = new Ledger(folder);
        undo = new Undo(new Processes());
    }

    @AfterEach
    void endWhatWasStarted() {
        started.forEach(Process::destroyForcibly);
    }

    private Path log() {
        return temp.resolve("log");
    }

    private Ledger.Entry logging(String word) throws IOException {
        return ledger.write("target", "say " + word, Machines.undo("echo \"$2\" >>\"$1\"", log(), word));
    }

    @Test
    void theNewestComesFirst() throws IOException {
        for (int i = 1; i <= 12; i++) {
            logging("step " + i);
        }

        assertThat(undo.takeBackAll(folder).complete()).isTrue();

        assertThat(Files.readAllLines(log()))
                .startsWith("step 12", "step 11")
                .endsWith("step 2", "step 1")
                .hasSize(12);
        assertThat(folder.open()).isEmpty();
    }

    @Test
    void whatIsTakenBackIsNotTakenBackAgain() throws IOException {
        logging("once");

        assertThat(undo.takeBackAll(folder).complete()).isTrue();
        assertThat(undo.takeBackAll(folder).complete()).isTrue();

        assertThat(Files.readAllLines(log())).containsExactly("once");
    }

    @Test
    void onlyTheEntriesNamedAreTakenBack() throws IOException {
        logging("one");
        var two = logging("two");
        logging("three");

        assertThat(undo.takeBack(folder, List.of(two)).complete()).isTrue();

        assertThat(Files.readAllLines(log())).containsExactly("two");
        assertThat(folder.open()).hasSize(2);
    }

    @Test
    void anEntryTakenBackBeforeDoesNotHideTheOthersNamedWithIt() throws IOException {
        var one = logging("one");
        var two = logging("two");
        undo.takeBack(folder, List.of(one));

        assertThat(undo.takeBack(folder, List.of(one, two)).complete()).isTrue();

        assertThat(Files.readAllLines(log())).containsExactly("one", "two");
    }

    @Test
    void nothingToTakeBackIsFine() throws IOException {
        assertThat(undo.takeBackAll(folder).complete()).isTrue();
        folder.delete();
        assertThat(undo.takeBackAll(folder).complete()).isTrue();
    }

    @Test
    void anInverseMaySucceedAtTheThirdTry() throws IOException {
        ledger.write("target", "count", Machines.undo("echo x >>\"$1\"; [ \"$(wc -l <\"$1\")\" -ge 3 ]", log()));

        assertThat(undo.takeBackAll(folder).complete()).isTrue();

        assertThat(Files.readAllLines(log())).hasSize(3);
    }

    @Test
    void oneThatNeverSucceedsIsReportedWithACommandThatDoesItOnceTheCauseIsGone() throws IOException {
        Path cause = Files.createFile(temp.resolve("cause"));
        logging("older");
        ledger.write(
                "target",
                "fail",
                Machines.undo("[ ! -e \"$1\" ] || { echo no room >&2; exit 3; }; echo done >>\"$2\"", cause, log()));
        logging("newer");

        var outcome = undo.takeBackAll(folder);

        assertThat(outcome.complete()).isFalse();
        assertThat(outcome.why()).contains("no room");
        assertThat(outcome.commands()).hasSize(1);
        assertThat(Files.readAllLines(log())).as("the others").containsExactly("newer", "older");

        Files.delete(cause);
        assertThat(Machines.sh(outcome.commands().getFirst()).ok()).isTrue();
        assertThat(Files.readAllLines(log())).endsWith("done");
        assertThat(undo.takeBackAll(folder).complete()).isTrue();
    }

    @Test
    void aDamagedEntryIsNeverRunAndIsKeptAndNamed() throws IOException {
        var entry = logging("damaged");
        Path file = folder.path().resolve(entry.fileName());
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < whole.length; i++) {
            byte[] flipped = whole.clone();
            flipped[i] ^= (byte) (1 << (i % 8));
            refused(file, flipped, "byte " + i + " flipped");
        }
        for (int length = 0; length < whole.length; length += 3) {
            refused(file, java.util.Arrays.copyOf(whole, length), "cut at " + length);
        }
        assertThat(log()).doesNotExist();
    }

    private void refused(Path file, byte[] text, String how) throws IOException {
        Path damaged = file.resolveSibling(file.getFileName() + ".damaged");
        Files.write(file, text);
        Files.deleteIfExists(damaged);

        var outcome = undo.takeBackAll(folder);

        assertThat(outcome.complete()).as(how).isFalse();
        assertThat(outcome.why()).as(how).contains("damaged");
        assertThat(outcome.commands()).as(how).singleElement().asString().contains(damaged.toString());
        assertThat(damaged).as(how).hasBinaryContent(text);
        assertThat(file).as(how).doesNotExist();
    }

    @Test
    void aDamagedEntryIsNamedAgainAsLongAsItIsThere() throws IOException {
        var entry = logging("damaged");
        Files.writeString(folder.path().resolve(entry.fileName()), "touch " + log());

        assertThat(undo.takeBackAll(folder).complete()).isFalse();
        assertThat(undo.takeBackAll(folder).complete()).isFalse();
        assertThat(log()).doesNotExist();
    }

    @Test
    void aTwinOfADamagedEntryDoesNotVouchForIt() throws IOException {
        var first = logging("twin");
        logging("twin");
        Files.writeString(folder.path().resolve(first.fileName()), "echo harm >>" + log());

        assertThat(undo.takeBackAll(folder).complete()).isFalse();

        assertThat(Files.readAllLines(log())).containsExactly("twin");
    }

    @Test
    void aProcessLeftBehindByAnInverseHoldsNothingUp() throws IOException {
        Path pid = temp.resolve("pid");
        ledger.write("target", "leave a process", Machines.undo("sleep 300 & echo $! >\"$1\"", pid));
        logging("the next");

        long begun = System.nanoTime();
        assertThat(undo.takeBackAll(folder).complete()).isTrue();

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
        long left = Long.parseLong(Files.readString(pid).strip());
        ProcessHandle.of(left).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void nothingIsRunOnceTheHostWasStartedAgainAsItsProcessesAndRulesAreGone() throws IOException {
        logging("of the kernel before");
        String another = "00000000-0000-0000-0000-000000000000";
        Files.writeString(folder.path().resolve("boot"), another + " " + another + "\n");

        assertThat(undo.takeBackAll(folder).complete()).isTrue();

        assertThat(log()).doesNotExist();
        assertThat(folder.open()).isEmpty();
    }

    @Test
    void whatSurvivesTheHostsRestartIsTakenBackAfterItAndNothingElse() throws IOException {
        logging("of the kernel before");
        ledger.write(
                "target",
                "a file",
                Machines.undo("echo lasting >>\"$1\"", log()).map(Inverse::lasting));
        Files.writeString(folder.path().resolve("000001.pid"), "1 1 command\n");
        Files.writeString(folder.path().resolve("000002.pid"), "1 1 command\n");
        String another = "00000000-0000-0000-0000-000000000000";
        Files.writeString(folder.path().resolve("boot"), another + " " + another + "\n");

        assertThat(undo.takeBackAll(folder).complete()).isTrue();

        assertThat(log()).hasContent("lasting");
        assertThat(folder.open()).isEmpty();
    }

    @Test
    void aDamagedNoteOfTheKernelKeepsNothingFromBeingTakenBack() throws IOException {
        Path boot = folder.path().resolve("boot");
        byte[] whole = Files.readAllBytes(boot);
        for (int i = 0; i < whole.length; i += 5) {
            byte[] flipped = whole.clone();
            flipped[i] ^= 1;
            Files.write(boot, flipped);
            logging("flipped " + i);
            assertThat(undo.takeBackAll(folder).complete()).isTrue();
            Files.write(boot, java.util.Arrays.copyOf(whole, i));
            logging("cut " + i);
            assertThat(undo.takeBackAll(folder).complete()).isTrue();
        }
        assertThat(Files.readAllLines(log())).hasSize(2 * ((whole.length + 4) / 5));
    }

    @Test
    void anInverseThatHangsIsEndedWithAllItStartedAndHoldsNoOtherUp() throws Exception {
        logging("older");
        ledger.write("target", "hang", Machines.undo("sleep 300 & echo $! >\"$1\"; wait", temp.resolve("pid")));
        ledger.write("another target", "say other", Machines.undo("echo \"$2\" >>\"$1\"", log(), "other"));
        // the script's patience, but shorter
        Path script = folder.path().resolve("undo.sh");
        Files.writeString(script, Files.readString(script).replace("sleep 15", "sleep 0.3"));

        var outcome = undo.takeBackAll(folder);

        assertThat(outcome.left()).hasSize(1);
        assertThat(outcome.why()).contains("it was ended after more than 30 seconds");
        assertThat(Files.readAllLines(log())).containsExactly("other", "older");
        long left = Long.parseLong(Files.readString(temp.resolve("pid")).strip());
        await().until(() -> ProcessIdentity.of(left).isEmpty());
    }

    @Test
    void anInterruptDoesNotCutItShort() throws IOException {
        ledger.write("target", "slow", Machines.undo("sleep 0.5; echo slow >>\"$1\"", log()));
        logging("first");

        Thread.currentThread().interrupt();
        var outcome = undo.takeBackAll(folder);

        assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
        assertThat(outcome.complete()).isTrue();
        assertThat(Files.readAllLines(log())).containsExactly("first", "slow");
    }

    @Test
    void itWorksWhereNoFileCanBeMade() throws IOException {
        Path disk = Files.createDirectory(temp.resolve("disk"));
        String script = """
                mount -t tmpfs -o size=64k,nr_inodes=24 none "$1" || exit 90
                mkdir "$1/run" && cp "$2"/* "$1/run" || exit 91
                cat /dev/zero >"$1/run/fill" 2>/dev/null
                while : >"$1/run/fill$n"; do n=x$n; done 2>/dev/null
                sh "$1/run/undo.sh" "$1/run"
                """;
        logging("although the disk is full");

        var finished = new Processes()
                .run(List.of(
                        "unshare",
                        "-m",
                        "bash",
                        "-c",
                        script,
                        "test",
                        disk.toString(),
                        folder.path().toString()));

        org.junit.jupiter.api.Assumptions.assumeTrue(
                finished.status() != 90
                        && finished.status() != 127
                        && !finished.errors().startsWith("unshare"),
                "needs a mount namespace: " + finished);
        assertThat(finished.ok()).as(finished.toString()).isTrue();
        assertThat(Files.readAllLines(log())).containsExactly("although the disk is full");
    }

    // ---- processes

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

    private static Injection injection(Step... steps) {
        return new Injection(
                "i1",
                "activity",
                "test/steps",
                new Target("host", "here", "here", Map.of()),
                "test",
                List.of(steps),
                "",
                List.of(),
                Optional.empty());
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

    @Test
    void aCommandStillOnItsWayEndsUpUndone() throws Exception {
        Path mark = temp.resolve("mark");
        var injector = new Injector(folder, new Processes());
        for (String nap : List.of("0.3", "5")) { // one that ends in time, and one that must be ended
            var slow = Step.shell(
                    "touch slowly",
                    "sleep " + nap + "; : >\"$1\"; sleep 0.1",
                    List.of(mark.toString()),
                    Inverse.of("rm -f \"$1\"", mark.toString()));
            var injection = injection(slow);
            var injecting = Thread.startVirtualThread(() -> {
                try {
                    injector.inject(injection);
                } catch (Exception _) {
                    // stopped half way
                }
            });
            await().until(() -> folder.open().size() == 1 && hasNote());

            injecting.interrupt();
            assertThat(injector.takeBack(injection).complete()).isTrue();

            assertThat(mark).doesNotExist();
            injecting.join();
            assertThat(liveNotes()).as("still running").isEmpty();
            assertThat(mark).doesNotExist();
        }
    }

    private boolean hasNote() throws IOException {
        try (var files = Files.list(folder.path())) {
            return files.anyMatch(f -> f.toString().endsWith(".pid")
                    && !Files.exists(Path.of(f.toString().replace(".pid", ".done"))));
        }
    }

    private List<ProcessIdentity> liveNotes() throws IOException {
        try (var files = Files.list(folder.path())) {
            return files.filter(f -> f.toString().endsWith(".pid"))
                    .map(f -> f.toString())
                    .flatMap(f -> note(Path.of(f)).stream())
                    .filter(ProcessIdentity::lives)
                    .toList();
        }
    }

    private static Optional<ProcessIdentity> note(Path file) {
        try {
            return ProcessIdentity.parse(Files.readString(file).replaceAll(" \\w+\\s*$", ""));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    @Test
    void aStepStartedAfterItsEntryWasCancelledIsNotTaken() throws IOException {
        Path mark = temp.resolve("mark");
        var entry = logging("cancelled");
        assertThat(undo.takeBackAll(folder).complete()).isTrue();

        var finished = new Processes()
                .run(List.of(
                        "sh",
                        folder.path().resolve("step.sh").toString(),
                        folder.path().resolve(entry.number()).toString(),
                        "command",
                        "touch",
                        mark.toString()));

        assertThat(finished.status()).isEqualTo(75);
        assertThat(mark).doesNotExist();
    }

    @Test
    void aStepWhoseRunFolderIsGoneIsNotTaken() throws IOException {
        Path mark = temp.resolve("mark");
        Path step = Files.copy(folder.path().resolve("step.sh"), temp.resolve("step.sh"));
        folder.delete();

        var finished = new Processes()
                .run(List.of(
                        "sh",
                        step.toString(),
                        folder.path().resolve("000001").toString(),
                        "command",
                        "touch",
                        mark.toString()));

        assertThat(finished.ok()).isFalse();
        assertThat(mark).doesNotExist();
    }

    @Test
    void anUndoAndStepsThatRaceLeaveNothing() throws Exception {
        long seed = System.nanoTime();
        var random = new java.util.Random(seed);
        for (int trial = 0; trial < 25; trial++) {
            Path mark = temp.resolve("mark" + trial);
            var injector = new Injector(folder, new Processes());
            var touch = Step.shell(
                    "touch", ": >\"$1\"", List.of(mark.toString()), Inverse.of("rm -f \"$1\"", mark.toString()));
            var injection = injection(touch);
            var injecting = CompletableFuture.runAsync(() -> {
                try {
                    injector.inject(injection);
                } catch (Exception _) {
                    // closed or cancelled: not taken
                }
            });
            java.util.concurrent.locks.LockSupport.parkNanos(random.nextInt(12_000_000));

            injector.close();
            assertThat(injector.takeBackAll().complete()).as("seed %d", seed).isTrue();
            injecting.join();

            assertThat(mark).as("trial %d, seed %d", trial, seed).doesNotExist();
        }
    }
}
