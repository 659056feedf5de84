package dev.shakeout.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where Shakeout keeps what must outlive its process.
 *
 * @param runtime the ledger of volatile changes (qdiscs, rules, signals); emptied by a reboot, as those changes are
 * @param state what must survive a reboot: the ledger of runs that make lasting changes (files), locks and the kill switch
 * @param hostState the state folder of root, whose kill switch holds for everybody on this host; the same as {@code
 *     state} where nobody else's counts
 */
public record Folders(Path runtime, Path state, Path hostState) {
    private static final Path OF_ROOT = Path.of("/var/lib/shakeout");

    /** Folders that stand for themselves. */
    public Folders(Path runtime, Path state) {
        this(runtime, state, state);
    }

    static Folders of(Map<String, String> environment, String user) {
        String own = environment.getOrDefault("SHAKEOUT_HOME", "");
        if (!own.isEmpty()) {
            return new Folders(Path.of(own, "run"), Path.of(own, "state"));
        }
        if (user.equals("root")) {
            return new Folders(Path.of("/run/shakeout"), OF_ROOT);
        }
        String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        String home = environment.getOrDefault("HOME", "/tmp");
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        return new Folders(
                runtime.isEmpty() ? Path.of("/tmp", "shakeout-" + user) : Path.of(runtime, "shakeout"),
                state.isEmpty() ? Path.of(home, ".local", "state", "shakeout") : Path.of(state, "shakeout"),
                OF_ROOT);
    }

    /** Each of these files, while it is there, forbids new runs. */
    List<Path> killSwitches() {
        return Stream.of(state, hostState)
                .distinct()
                .map(folder -> folder.resolve("halted"))
                .toList();
    }

    /** One folder per run whose changes are volatile. */
    public Path runs() {
        return runtime.resolve("runs");
    }

    /** One folder per run some of whose changes survive a reboot. */
    public Path lastingRuns() {
        return state.resolve("runs");
    }

    /** Where the folders of runs are, of either kind. */
    public List<Path> allRuns() {
        return Stream.of(runs(), lastingRuns()).distinct().toList();
    }

    /** What custodians keep on this host while a run lives, such as credentials: the doing of no fault. */
    public Path held() {
        return state.resolve("held");
    }

    /** One control folder per declared proxy. */
    public Path links() {
        return runtime.resolve("links");
    }
}
