package dev.shakeout.faults.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shakeout.engine.Machine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A small file system of a test's own, in memory, that may be broken; made when it is first asked for. */
final class Disk implements Part {
    private final Path folder;
    private final Machine machine;
    private boolean mounted;

    Disk(Path folder, Machine machine) {
        this.folder = folder;
        this.machine = machine;
    }

    /** Skips the test of a user who may not mount. */
    synchronized Path path() {
        if (!mounted) {
            assumeTrue(machine.isRoot(), "needs root: a disk to break is mounted");
            try {
                Files.createDirectories(folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            run(List.of("mount", "-t", "tmpfs", "-o", "size=256m,nr_inodes=4096", "disk", folder.toString()));
            mounted = true;
        }
        return folder;
    }

    private void run(List<String> argv) {
        var finished = machine.processes().run(argv);
        assertThat(finished.ok()).as("%s: %s", argv, finished.complaint()).isTrue();
    }

    @Override
    public synchronized void close() {
        if (mounted) {
            run(List.of("umount", folder.toString()));
            mounted = false;
        }
    }
}
