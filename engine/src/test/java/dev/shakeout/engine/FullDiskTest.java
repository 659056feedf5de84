package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger that cannot be written lets nothing be broken, and what was broken before is taken back all the same. */
class FullDiskTest {
    private static final int NO_MOUNT = 90;

    @TempDir
    Path temp;

    private static boolean isRoot() {
        return Machines.sh("[ $(id -u) = 0 ]").ok();
    }

    @Test
    void nothingIsInjectedOntoAFullOrReadOnlyDiskAndAllElseIsTakenBack() throws IOException {
        assumeTrue(isRoot(), "needs root to mount a small disk");
        Path disk = Files.createDirectory(temp.resolve("disk"));
        Path marks = Files.createDirectory(temp.resolve("marks"));

        var finished = new Processes()
                .run(
                        List.of(
                                "unshare",
                                "-m",
                                "sh",
                                "-c",
                                "mount -t tmpfs -o size=256k none \"$1\" || exit " + NO_MOUNT + "; shift; exec \"$@\"",
                                "test",
                                disk.toString(),
                                ProcessHandle.current().info().command().orElse("java"),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                FullDisk.class.getName(),
                                disk.toString(),
                                marks.toString()),
                        Duration.ofMinutes(1));

        assumeTrue(
                finished.status() != NO_MOUNT && !finished.errors().startsWith("unshare"),
                "needs a mount namespace: " + finished);
        assertThat(finished.ok()).as(finished.toString()).isTrue();
        assertThat(finished.output().lines())
                .as(finished.toString())
                .contains("early: injected", "early is there: true")
                .contains("full: no ledger", "full is there: false")
                .contains("left when full: []", "marks: []")
                .contains("again: injected", "again is there: true")
                .contains("read-only: no ledger", "read-only is there: false")
                .contains("read-only undo: true")
                .contains("recover later: true", "folder: false");
        assertThat(finished.output().lines().filter("marks: []"::equals))
                .as("twice")
                .hasSize(2);
        assertThat(finished.output()).containsPattern("recover: .*its folder cannot be changed to say so");
    }

    @Test
    void nothingIsInjectedWhereTheUserMayNotWrite() throws IOException {
        assumeFalse(isRoot(), "root may write everywhere");
        var folder = RunFolder.create(Machines.in(temp).folders(), "run");
        Machines.sh("chmod 500 '" + folder.path() + "'");

        assertThatThrownBy(() -> new Ledger(folder).write("target", "a step", Optional.empty()))
                .isInstanceOf(IOException.class);

        Machines.sh("chmod 700 '" + folder.path() + "'");
        assertThat(folder.open()).isEmpty();
    }
}
