package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When its owner is gone or silent, the sentinel takes everything back and leaves nothing of its own. */
class SentinelTest {
    private static final String LONG_LEASE = "60";

    @TempDir
    Path temp;

    private Machine machine;
    private RunFolder folder;
    private Path mark;
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void breakSomething() throws IOException {
        machine = Machines.in(temp);
        folder = RunFolder.create(machine.folders(), "test");
        mark = Files.createFile(temp.resolve("mark"));
        new Ledger(folder).write("target", "mark", Machines.undo("rm -f \"$1\"", mark));
    }

    @AfterEach
    void endWhatWasStarted() {
        started.forEach(process -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        });
    }

    private Process sentinel(String leaseSeconds) throws IOException {
        var process = new ProcessBuilder(
                        "sh",
                        folder.path().resolve("sentinel.sh").toString(),
                        folder.path().toString(),
                        leaseSeconds)
                .redirectErrorStream(true)
                .start();
        started.add(process);
        return process;
    }

    private static void ends(Process process) throws InterruptedException {
        List<ProcessHandle> own = process.descendants().toList();
        assertThat(process.waitFor(20, TimeUnit.SECONDS))
                .as("the sentinel ends")
                .isTrue();
        await().untilAsserted(() -> assertThat(own).noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void aPipeThatClosesWithoutAWordMeansTakeEverythingBack() throws Exception {
        Process sentinel = sentinel(LONG_LEASE);
        await().until(() -> sentinel.descendants().count() == 2); // the watcher and its nap

        sentinel.getOutputStream().close();
        ends(sentinel);

        assertThat(mark).doesNotExist();
        assertThat(folder.path()).doesNotExist();
    }

    @Test
    void byeMeansNothing() throws Exception {
        Process sentinel = sentinel(LONG_LEASE);
        await().until(() -> sentinel.descendants().count() == 2);

        sentinel.getOutputStream().write("bye\n".getBytes(StandardCharsets.US_ASCII));
        sentinel.getOutputStream().close();
        ends(sentinel);

        assertThat(mark).exists();
        assertThat(folder.open()).hasSize(1);
    }

    @Test
    void otherWordsAreNoBye() throws Exception {
        Process sentinel = sentinel(LONG_LEASE);

        sentinel.getOutputStream().write("good\nbyebye\n".getBytes(StandardCharsets.US_ASCII));
        sentinel.getOutputStream().close();
        ends(sentinel);

        assertThat(mark).doesNotExist();
    }

    @Test
    void aLeaseThatIsNotRenewedMeansTakeEverythingBackAndSaySo() throws Exception {
        Process sentinel = sentinel("1");
        long begun = System.nanoTime();

        await().atMost(Duration.ofSeconds(15)).until(() -> !Files.exists(mark));

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofSeconds(1));
        assertThat(folder.has("lapsed")).isTrue();
        assertThat(sentinel.isAlive()).as("it still waits for its owner's end").isTrue();
        sentinel.getOutputStream().close();
        ends(sentinel);
        assertThat(folder.path()).doesNotExist();
    }

    @Test
    void aLeaseThatIsRenewedHolds() throws Exception {
        sentinel("1");
        for (int i = 1; i <= 30; i++) {
            folder.renew(i);
            TimeUnit.MILLISECONDS.sleep(100); // the very thing under test: time passes, renewals come
        }

        assertThat(mark).exists();
        assertThat(folder.has("lapsed")).isFalse();
    }

    @Test
    void signalsNeitherEndItNorMakeItAct() throws Exception {
        Process sentinel = sentinel(LONG_LEASE);
        await().until(() -> sentinel.descendants().count() == 2);
        for (String signal : List.of("TERM", "INT", "HUP", "QUIT", "TERM")) {
            Machines.sh("kill -s " + signal + " " + sentinel.pid() + " "
                    + sentinel.descendants().map(p -> "" + p.pid()).reduce("", (a, b) -> a + " " + b));
        }
        await().until(() -> sentinel.descendants().count() == 2);

        assertThat(sentinel.isAlive()).isTrue();
        assertThat(mark).exists();
        sentinel.getOutputStream().close();
        ends(sentinel);
        assertThat(mark).doesNotExist();
    }

    @Test
    void aWatcherWhoseShellIsGoneEndsWithTheRun() throws Exception {
        Process sentinel = sentinel("4"); // it looks every two seconds, and acts after six
        await().until(() -> sentinel.descendants().count() == 2);
        List<ProcessHandle> own = sentinel.descendants().toList();
        sentinel.destroyForcibly().waitFor();

        folder.delete();

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(own).noneMatch(SentinelTest::runs));
        assertThat(mark).as("nobody takes back what the run has").exists();
    }

    @Test
    void whatCannotBeTakenBackYetIsTriedAgain() throws Exception {
        Path cause = Files.createFile(temp.resolve("cause"));
        Path other = Files.createFile(temp.resolve("other"));
        var later = RunFolder.create(machine.folders(), "later");
        new Ledger(later).write("target", "wait", Machines.undo("[ ! -e \"$1\" ] && rm -f \"$2\"", cause, other));
        folder = later;
        Process sentinel = sentinel(LONG_LEASE);

        sentinel.getOutputStream().close();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> later.has("undo.log") && logged(later).contains(".entry"));
        Files.delete(cause);

        ends(sentinel);
        assertThat(other).doesNotExist();
        assertThat(later.path()).doesNotExist();
    }

    private static String logged(RunFolder folder) throws IOException {
        return Files.readString(folder.path().resolve("undo.log"));
    }

    @Test
    void whatSomebodyElseHasTakenBackAndAlmostRemovedGoes() throws Exception {
        Process sentinel = sentinel(LONG_LEASE);
        await().until(() -> sentinel.descendants().count() == 2);
        for (Path entry : folder.open()) {
            Files.move(entry, folder.path().resolve("000001.done"));
        }
        Files.delete(folder.path().resolve("undo.sh"));

        sentinel.getOutputStream().close();
        ends(sentinel);
        assertThat(folder.path()).doesNotExist();
    }

    @Test
    void aDamagedEntryKeepsItsFolder() throws Exception {
        Files.writeString(folder.open().getFirst(), "touch " + temp.resolve("harm"));
        Process sentinel = sentinel(LONG_LEASE);

        sentinel.getOutputStream().close();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> folder.open().getFirst().toString().endsWith(".damaged"));
        started.forEach(Process::destroyForcibly);

        assertThat(temp.resolve("harm")).doesNotExist();
    }

    @Test
    void itOutlivesItsOwnersWholeProcessGroup() throws Exception {
        Path broken = temp.resolve("broken");
        Path home = temp.resolve("owner");
        Process owner = Owner.start(List.of("setsid"), home, broken);
        started.add(owner);
        String said = Owner.said(owner);
        assertThat(said).startsWith("broken ");
        assertThat(broken).exists();
        long sentinel = Long.parseLong(said.substring("broken ".length()));
        List<ProcessHandle> family = Stream.concat(
                        ProcessHandle.of(sentinel).stream().flatMap(ProcessHandle::descendants), owner.descendants())
                .toList();
        assertThat(family).hasSizeGreaterThanOrEqualTo(4); // sentinel, watcher, nap, child

        assertThat(Machines.sh("kill -KILL -" + owner.pid()).ok()).isTrue();

        await().atMost(Duration.ofSeconds(20)).until(() -> !Files.exists(broken));
        await().until(() -> !Files.exists(home.resolve("run/runs/owned")));
        await().untilAsserted(() -> assertThat(family).noneMatch(SentinelTest::runs));
    }

    /** Alive, and not merely waiting to be reaped. */
    private static boolean runs(ProcessHandle process) {
        try {
            return !Files.readString(Path.of("/proc/" + process.pid() + "/stat"))
                    .contains(") Z ");
        } catch (IOException _) {
            return false;
        }
    }

    // ---- as the runner holds it

    @Test
    void theRunnerIsToldWhenItsLeaseHasLapsed() throws Exception {
        takeBackAndBreakAgain();
        var lost = new java.util.concurrent.LinkedBlockingQueue<String>();
        try (var sentinel = new Sentinel(folder, Duration.ofSeconds(10), machine, lost::add)) {
            Files.createFile(folder.path().resolve("lapsed"));

            assertThat(Optional.ofNullable(lost.poll(5, TimeUnit.SECONDS)).orElse("nothing"))
                    .contains("lease was not renewed");
            assertThat(sentinel.pid()).isPositive();
        }
    }

    @Test
    void theRunnerIsToldWhenItsSentinelIsGoneAndClosesItWithoutComplaint() throws Exception {
        var lost = new java.util.concurrent.LinkedBlockingQueue<String>();
        var sentinel = new Sentinel(folder, Duration.ofSeconds(10), machine, lost::add);
        var shell = ProcessHandle.of(sentinel.pid()).orElseThrow();
        List<ProcessHandle> own = shell.descendants().toList();

        shell.destroyForcibly();

        assertThat(Optional.ofNullable(lost.poll(5, TimeUnit.SECONDS)).orElse("nothing"))
                .contains("sentinel is gone");
        sentinel.close();
        own.forEach(ProcessHandle::destroyForcibly);
        assertThat(lost).isEmpty();
    }

    @Test
    void itsLeaseIsRenewedAndItGoesHomeAtOnceWhenClosed() throws Exception {
        var lost = new java.util.concurrent.LinkedBlockingQueue<String>();
        var sentinel = new Sentinel(folder, Duration.ofSeconds(1), machine, lost::add);
        var shell = ProcessHandle.of(sentinel.pid()).orElseThrow();
        Path lease = folder.path().resolve("lease");
        String first = Files.readString(lease);
        await().until(() -> !Files.readString(lease).equals(first));
        await().until(() -> shell.descendants().count() == 2);
        List<ProcessHandle> own = shell.descendants().toList();
        takeBackAndBreakAgain();

        long begun = System.nanoTime();
        Thread.currentThread().interrupt(); // even then
        sentinel.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
        assertThat(shell.isAlive()).isFalse();
        await().untilAsserted(() -> assertThat(own).noneMatch(SentinelTest::runs));
        assertThat(mark).exists();
        assertThat(lost).isEmpty();
    }

    /** What exists from now on is no longer in the ledger, so that a sentinel that acts would be seen. */
    private void takeBackAndBreakAgain() throws IOException {
        assertThat(new Undo(machine.processes()).takeBackAll(folder).complete()).isTrue();
        Files.createFile(mark);
    }

    @Test
    void closedWhileSomethingIsNotTakenBackItTriesItselfInsteadOfGoingHome() throws Exception {
        var sentinel = new Sentinel(folder, Duration.ofSeconds(60), machine, _ -> {});

        sentinel.close();

        await().until(() -> Files.notExists(mark) && !folder.exists());
    }

    @Test
    void aSentinelClosedRightAfterItsStartGoesHomeToo() throws Exception {
        takeBackAndBreakAgain();
        for (int i = 0; i < 10; i++) {
            var sentinel = new Sentinel(folder, Duration.ofSeconds(60), machine, _ -> {});
            var shell = ProcessHandle.of(sentinel.pid()).orElseThrow();
            sentinel.close();
            assertThat(shell.isAlive()).isFalse();
        }
        assertThat(mark).exists();
    }
}
