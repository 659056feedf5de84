package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.model.Inverse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a run has done is taken back, newest first, by a shell script that needs nothing but the run's folder. */
class UndoTest extends UndoneFolder {
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
}
