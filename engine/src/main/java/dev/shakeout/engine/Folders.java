package dev.shakeout.engine;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where Shakeout keeps what must outlive its process.
 *
 * @param runtime the ledger of volatile changes (qdiscs, rules, signals); emptied by a reboot, as those changes are
 * @param state what must survive a reboot: locks, the kill switch, the ledger of files and mounts
 */
public record Folders(Path runtime, Path state) {
    static Folders of(Map<String, String> environment, String user) {
        String own = environment.getOrDefault("SHAKEOUT_HOME", "");
        if (!own.isEmpty()) {
            return new Folders(Path.of(own, "run"), Path.of(own, "state"));
        }
        if (user.equals("root")) {
            return new Folders(Path.of("/run/shakeout"), Path.of("/var/lib/shakeout"));
        }
        String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        String home = environment.getOrDefault("HOME", "/tmp");
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        return new Folders(
                runtime.isEmpty() ? Path.of("/tmp", "shakeout-" + user) : Path.of(runtime, "shakeout"),
                state.isEmpty() ? Path.of(home, ".local", "state", "shakeout") : Path.of(state, "shakeout"));
    }

    /** One folder per run. */
    public Path runs() {
        return runtime.resolve("runs");
    }

    /** One control folder per declared proxy. */
    public Path links() {
        return runtime.resolve("links");
    }
}
