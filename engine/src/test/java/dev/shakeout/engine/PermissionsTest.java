package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger holds what is run with the rights of its owner, so nobody else may read or write any of it. */
class PermissionsTest {
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");

    @TempDir
    Path temp;

    @Test
    void nothingOfARunIsOpenToOthersWhateverTheUmask() throws Exception {
        Path home = temp.resolve("home");
        Path broken = temp.resolve("broken");
        Process owner = Owner.start(List.of("sh", "-c", "umask 000; exec \"$@\"", "careless"), home, broken);
        Path runs = home.resolve("run/runs");
        try {
            String said = Owner.said(owner);
            assertThat(said).startsWith("broken ");
            await().until(() -> Files.exists(runs.resolve("owned/sentinel.log")));
            assertThat(openToOthers(home.resolve("run"))).isEmpty();
            assertThat(Files.getPosixFilePermissions(broken))
                    .as("a step keeps the umask it was given")
                    .isEqualTo(PosixFilePermissions.fromString("rw-rw-rw-"));

            assertThat(new Undo(new Processes())
                            .takeBackAll(new RunFolder(runs.resolve("owned")))
                            .complete())
                    .isTrue();
            assertThat(openToOthers(home.resolve("run"))).as("after the undo").isEmpty();
        } finally {
            owner.destroyForcibly();
        }
        await().until(() -> Files.notExists(runs.resolve("owned")));
    }

    private static List<String> openToOthers(Path folder) throws IOException {
        var open = new ArrayList<String>();
        try (var files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                var permissions = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
                if (!OWNER.containsAll(permissions)) {
                    open.add(file + " " + PosixFilePermissions.toString(permissions));
                }
            }
        }
        return open;
    }
}
