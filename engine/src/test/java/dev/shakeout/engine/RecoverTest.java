package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.model.Inverse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What dead runs have left is taken back; runs that live, or are just starting, are left alone. */
class RecoverTest {
    @TempDir
    Path temp;

    private RunFolder runThatMade(Path mark, String id, String owner) throws IOException {
        var folder = RunFolder.create(Machines.in(temp).folders(), id);
        Files.writeString(mark, "");
        new Ledger(folder).write("target", "mark", Machines.undo("rm -f \"$1\"", mark));
        Files.writeString(folder.path().resolve("owner"), owner);
        return folder;
    }

    @Test
    void aRunWhoseOwnerIsGoneIsTakenBackAndALivingOneIsNot() throws IOException {
        Path dead = temp.resolve("dead");
        Path alive = temp.resolve("alive");
        var own = ProcessIdentity.own();
        runThatMade(dead, "dead", new ProcessIdentity(own.pid(), own.start() + 1).toString());
        var living = runThatMade(alive, "alive", own.toString());

        var outcomes = new Recover(Machines.in(temp)).deadRuns();

        assertThat(outcomes).singleElement().satisfies(outcome -> {
            assertThat(outcome.runId()).isEqualTo("dead");
            assertThat(outcome.clean()).isTrue();
        });
        assertThat(dead).doesNotExist();
        assertThat(alive).exists();
        assertThat(living.exists()).isTrue();
        assertThat(new Recover(Machines.in(temp)).deadRuns()).isEmpty();
    }

    @Test
    void anOwnerThatIsOnlyWaitingToBeReapedIsGone() throws Exception {
        Path mark = temp.resolve("mark");
        var careless = new ProcessBuilder("sh", "-c", "exec 3<&0; cat <&3 & echo $!; exec sleep 300").start();
        try {
            String pid = careless.inputReader().readLine();
            Path stat = Path.of("/proc", pid, "stat");
            Path comm = Path.of("/proc", Long.toString(careless.pid()), "comm");
            await().until(() -> Files.readString(comm).equals("sleep\n")); // which never asks after its children
            careless.getOutputStream().close();
            await().until(() -> Files.readString(stat).contains(") Z "));
            String[] fields = Files.readString(stat).split(" ", -1);
            runThatMade(mark, "dead", pid + " " + fields[21]);

            assertThat(new Recover(Machines.in(temp)).deadRuns()).hasSize(1);
            assertThat(mark).doesNotExist();
        } finally {
            careless.destroyForcibly();
        }
    }

    @Test
    void aRunThatWasCutOffByARestartOfTheHostIsTakenBackFromWhereItSurvives() throws IOException {
        Path mark = temp.resolve("mark");
        Files.writeString(mark, "");
        var folder = RunFolder.createLasting(Machines.in(temp).folders(), "cut-off");
        new Ledger(folder)
                .write("target", "mark", Machines.undo("rm -f \"$1\"", mark).map(Inverse::lasting));
        assertThat(folder.path().getParent())
                .isEqualTo(Machines.in(temp).folders().lastingRuns());
        assertThat(new Recover(Machines.in(temp)).deadRuns())
                .as("its owner lives")
                .isEmpty();
        String another = "00000000-0000-0000-0000-000000000000";
        Files.writeString(folder.path().resolve("boot"), another + " " + another + "\n");

        assertThat(new Recover(Machines.in(temp)).deadRuns()).singleElement().satisfies(outcome -> {
            assertThat(outcome.clean()).isTrue();
            assertThat(outcome.words()).contains("was cut off when this host was started again (it did: mark)");
        });

        assertThat(mark).doesNotExist();
        assertThat(folder.exists()).isFalse();
    }

    @Test
    void whatCannotBeTakenBackIsNamedEachTimeAndKept() throws IOException {
        var folder = runThatMade(temp.resolve("mark"), "dead", "");
        Files.writeString(folder.open().getFirst(), "damage");

        for (int i = 0; i < 2; i++) {
            assertThat(new Recover(Machines.in(temp)).deadRuns())
                    .singleElement()
                    .satisfies(outcome -> {
                        assertThat(outcome.clean()).isFalse();
                        assertThat(outcome.leftovers())
                                .singleElement()
                                .asString()
                                .contains(".damaged");
                    });
        }
        assertThat(folder.open()).hasSize(1);
    }

    @Test
    void onceAPersonHasDeletedWhatWasDamagedThereIsNothingLeftToSay() throws IOException {
        var folder = runThatMade(temp.resolve("mark"), "dead", "");
        Files.writeString(folder.path().resolve("000001.pid"), "1 1 command\n");
        Files.writeString(folder.open().getFirst(), "damage");
        assertThat(new Recover(Machines.in(temp)).deadRuns()).noneMatch(Recover.Outcome::clean);

        Files.delete(folder.open().getFirst());

        assertThat(new Recover(Machines.in(temp)).deadRuns()).allMatch(Recover.Outcome::clean);
        assertThat(folder.exists()).isFalse();
    }

    @Test
    void aRunThatIsJustStartingIsNeverTakenForADeadOne() throws Exception {
        var over = new AtomicBoolean();
        var taken = new ArrayList<Recover.Outcome>();
        var recovering = Thread.startVirtualThread(() -> {
            while (!over.get()) {
                try {
                    taken.addAll(new Recover(Machines.in(temp)).deadRuns());
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
        });
        for (int i = 0; i < 100; i++) {
            var folder = RunFolder.create(Machines.in(temp).folders(), "run" + i);
            assertThat(folder.exists()).isTrue();
            assertThat(folder.ownerLives()).isTrue();
        }
        over.set(true);
        recovering.join();

        assertThat(taken).isEmpty();
        assertThat(RunFolder.all(Machines.in(temp).folders())).hasSize(100);
    }

    @Test
    void whatARunLeftThatWasKilledWhileItMadeItsFolderIsDeleted() throws IOException {
        Path runtime = Machines.in(temp).folders().runtime();
        Path dead = Files.createDirectories(runtime.resolve("starting-dead"));
        Path living = Files.createDirectories(runtime.resolve("starting-living"));
        var own = ProcessIdentity.own();
        Files.writeString(dead.resolve("owner"), new ProcessIdentity(own.pid(), own.start() + 1) + "\n");
        Files.writeString(living.resolve("owner"), own + "\n");

        assertThat(new Recover(Machines.in(temp)).deadRuns()).isEmpty();

        assertThat(dead).doesNotExist();
        assertThat(living).exists();
    }

    @Test
    void aFolderInWhichAnUndoStillMakesItsNotesIsDeletedAllTheSame() throws Exception {
        var folder = RunFolder.create(Machines.in(temp).folders(), "busy");
        var begun = new java.util.concurrent.CountDownLatch(20);
        var writing = Thread.ofPlatform().start(() -> {
            try {
                for (int i = 0; i < 2000; i++) {
                    Files.writeString(folder.path().resolve("note" + i), "");
                    begun.countDown();
                }
            } catch (IOException _) {
                // the folder is gone
            }
        });
        begun.await();

        folder.delete();
        writing.join();

        assertThat(folder.exists()).isFalse();
    }

    @Test
    void aFolderThatCannotBeMadeLeavesNoDraft() throws IOException {
        var folders = Machines.in(temp).folders();
        var first = RunFolder.create(folders, "same");
        new Ledger(first).write("target", "mark", Machines.undo(":"));

        org.assertj.core.api.Assertions.assertThatThrownBy(() -> RunFolder.create(folders, "same"))
                .isInstanceOf(IOException.class);

        try (var files = Files.list(folders.runtime())) {
            assertThat(files.map(f -> f.getFileName().toString())).containsExactly("runs");
        }
        assertThat(first.open()).hasSize(1);
    }
}
