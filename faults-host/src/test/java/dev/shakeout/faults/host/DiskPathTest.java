package dev.shakeout.faults.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.engine.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Paths of a container are looked at below its root, whatever this host has there. */
class DiskPathTest {
    @TempDir
    Path root;

    private Machine machine;

    @BeforeEach
    void makeRoot() throws IOException {
        machine = Machine.local().at(root);
        Files.createDirectories(root.resolve("srv/of-the-container-alone"));
        Files.createDirectories(root.resolve("proc/fs"));
        link("data", "/srv/of-the-container-alone");
        link("srv/up", "../srv/of-the-container-alone");
        link("made-up", "/proc/fs");
        link("round", "/round");
    }

    private void link(String name, String to) throws IOException {
        Files.createSymbolicLink(root.resolve(name), Path.of(to));
    }

    @Test
    void links_are_followed_below_the_root() {
        for (String path : new String[] {"/srv/of-the-container-alone", "/data", "/srv/up"}) {
            assertThat(DiskPath.unusable(path, machine)).as(path).isEmpty();
        }
        assertThat(DiskPath.unusable("/made-up", machine))
                .hasValueSatisfying(words -> assertThat(words).contains("/made-up leads to /proc/fs"));
        assertThat(DiskPath.unusable("/round", machine)).isPresent();
        assertThat(DiskPath.unusable("/usr/bin", machine)).contains("/usr/bin does not exist");
    }

    @Test
    void the_root_of_another_process_is_no_link_to_ours() {
        var own = Machine.local().at(Path.of("/proc/self/root"));

        assertThat(DiskPath.unusable(root.toString(), own)).isEmpty();
    }
}
