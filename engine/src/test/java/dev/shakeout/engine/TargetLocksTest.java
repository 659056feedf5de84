package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two runs never touch the same target; whatever takes a run back frees its targets. */
class TargetLocksTest {
    private static final Target DATABASE = new Target("process", "4711:99", "postgres", Map.of());
    private static final Target SHOP = new Target("process", "4712:99", "shop", Map.of());
    private static final Target LINK_OF_THAT_NAME = new Target("link", "4711:99", "postgres", Map.of());

    @TempDir
    Path temp;

    private Folders folders;
    private TargetLocks locks;

    @BeforeEach
    void begin() {
        folders = Machines.in(temp).folders();
        locks = new TargetLocks(folders);
    }

    private RunFolder run(String id) throws IOException {
        return RunFolder.create(folders, id);
    }

    @Test
    void theSecondRunIsToldWhoHoldsItsTarget() throws IOException {
        run("first");
        run("second");

        assertThat(locks.take("first", List.of(DATABASE, SHOP))).isEmpty();

        assertThat(locks.take("second", List.of(DATABASE, LINK_OF_THAT_NAME)))
                .singleElement()
                .asString()
                .contains("postgres", "first", "shakeout recover");
    }

    @Test
    void whoFreesATargetIsNotInTheWayOfWhoLooksForAnother() throws Exception {
        try (var others = Executors.newFixedThreadPool(3)) {
            var ends = new ArrayList<Future<List<String>>>();
            for (Target target : List.of(DATABASE, SHOP, LINK_OF_THAT_NAME)) {
                ends.add(others.submit(() -> takeAndFree(target)));
            }
            for (Future<List<String>> end : ends) {
                assertThat(end.get()).isEmpty();
            }
        }
    }

    private List<String> takeAndFree(Target target) throws IOException {
        for (int i = 0; i < 500; i++) {
            List<String> taken = locks.take(target.kind() + i + target.name(), List.of(target));
            if (!taken.isEmpty()) {
                return taken;
            }
            locks.release(target.kind() + i + target.name());
        }
        return List.of();
    }

    @Test
    void aRunThatIsRefusedHoldsNothing() throws IOException {
        run("first");
        run("second");
        run("third");
        locks.take("first", List.of(DATABASE));
        locks.take("second", List.of(DATABASE, SHOP));

        assertThat(locks.take("third", List.of(SHOP))).isEmpty();
    }

    @Test
    void otherTargetsAreFree() throws IOException {
        run("first");
        run("second");
        locks.take("first", List.of(DATABASE));

        assertThat(locks.take("second", List.of(SHOP, LINK_OF_THAT_NAME))).isEmpty();
    }

    @Test
    void aTargetIsFreeOnceItsRunIsOver() throws IOException {
        RunFolder first = run("first");
        run("second");
        locks.take("first", List.of(DATABASE));
        first.delete();
        assertThat(locks.take("second", List.of(DATABASE)))
                .as("its owner still compares the host")
                .hasSize(1);
        locks.release("first");

        assertThat(folders.state().resolve("locks/first")).doesNotExist();
        assertThat(locks.take("second", List.of(DATABASE))).isEmpty();
    }

    @Test
    void aTargetIsFreeOnceAnybodyHasTakenItsRunBack() throws IOException {
        RunFolder killed = run("killed");
        run("second");
        locks.take("killed", List.of(DATABASE));
        Files.writeString(killed.path().resolve("owner"), "4194303 1");
        Path lock = folders.state().resolve("locks/killed");
        Files.writeString(
                lock, Files.readString(lock).replace(ProcessIdentity.own().toString(), "4194303 1"));

        new Recover(Machines.in(temp)).deadRuns();

        assertThat(locks.take("second", List.of(DATABASE))).isEmpty();
    }

    @Test
    void aRunThatCouldNotBeTakenBackKeepsItsTargets() throws IOException {
        RunFolder unsafe = run("unsafe");
        run("second");
        locks.take("unsafe", List.of(DATABASE));
        new Ledger(unsafe).write("target", "break", Machines.undo("exit 1"));
        locks.release("unsafe");

        assertThat(locks.take("second", List.of(DATABASE))).hasSize(1);
    }

    @Test
    void ofManyWhoWantItAtOnceOneGetsIt() throws Exception {
        List<Callable<List<String>>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String id = "run-" + i;
            run(id);
            all.add(() -> new TargetLocks(folders).take(id, List.of(DATABASE)));
        }
        try (var threads = Executors.newFixedThreadPool(8)) {
            int taken = 0;
            for (Future<List<String>> future : threads.invokeAll(all)) {
                taken += future.get().isEmpty() ? 1 : 0;
            }
            assertThat(taken).isEqualTo(1);
        }
    }

    @Test
    void locksAreNobodyElsesBusiness() throws IOException {
        run("first");
        locks.take("first", List.of(DATABASE));

        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folders.state().resolve("locks"))))
                .isEqualTo("rwx------");
    }
}
