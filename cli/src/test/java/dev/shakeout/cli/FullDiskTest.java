package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shakeout.cli.Shakeout.Running;
import dev.shakeout.cli.remote.ServerRefusal;
import dev.shakeout.engine.Processes;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The disk of a server with a file of SQLite is full, and has room again. It is a file system of the server's own namespace. */
@Timeout(300)
class FullDiskTest extends WithFleet {
    private static final String MOUNTED = "mount -t tmpfs -o size=48m none \"$0\" && exec \"$@\"";
    private static final int MOST_CHANGES = 2_000;

    private boolean begun;

    @Override
    Running startServer() throws Exception {
        var tried = new Processes().run(List.of("unshare", "--map-root-user", "--mount", "true"));
        assumeTrue(tried.ok(), "needs a mount namespace: " + tried.complaint());
        begun = true;
        Path disk = Files.createDirectory(shakeout.work().resolve("disk"));
        Running running = shakeout.startBehind(
                List.of("unshare", "--map-root-user", "--mount", "sh", "-c", MOUNTED, disk.toString()),
                "server",
                "--port",
                "0",
                "--data",
                disk.resolve("data").toString());
        started.add(running);
        return running;
    }

    @AfterEach
    @Override
    void end() {
        if (begun) {
            super.end();
        }
    }

    /** As the server sees it. */
    private Path filler() {
        return Path.of(
                "/proc/" + server.process().pid() + "/root" + shakeout.work().resolve("disk/filler"));
    }

    private void fill() throws IOException {
        var block = new byte[4096];
        try (OutputStream out = Files.newOutputStream(filler())) {
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    private Json.Obj put(int number) throws IOException {
        Json.Obj definition =
                Json.object("title", "number " + number, "description", "d", "method", Json.of(List.of()));
        return api.send(
                        "PUT",
                        "/experiments/e" + number,
                        Optional.of(Json.object("owner", "shop", "definition", definition)),
                        Map.of())
                .json();
    }

    /** @return the number of the one that could not be kept */
    private int refused() throws IOException {
        for (int i = 0; i < MOST_CHANGES; i++) {
            try {
                put(i);
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("nothing was changed");
                return i;
            }
        }
        throw new AssertionError("all was kept");
    }

    @Test
    void nothingIsHalfKeptAndAllGoesOnWhenThereIsRoomAgain() throws Exception {
        fill();
        int refused = refused();

        var missing = catchThrowableOfType(ServerRefusal.class, () -> api.get("/experiments/e" + refused));
        assertThat(missing.status()).as("it was not kept, and reading goes on").isEqualTo(404);
        assertThat(Files.readString(server.err())).contains("/experiments");

        Files.delete(filler());
        assertThat(text(put(refused), "name")).isEqualTo("e" + refused);
        assertThat(text(ended(begin("e" + refused)), "verdict")).isEqualTo("passed");
        assertThat(asked("audit", "verify", "--server", url).out()).contains("as they were written");
    }
}
