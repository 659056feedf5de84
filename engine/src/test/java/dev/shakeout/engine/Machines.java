package dev.shakeout.engine;

import dev.shakeout.model.Inverse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** This machine, with folders of a test's own. */
final class Machines {
    private Machines() {}

    static Machine in(Path folder) {
        return new Machine(
                Path.of("/"),
                new Processes(),
                Clock.systemUTC(),
                new Folders(folder.resolve("run"), folder.resolve("state")),
                List.of("java"),
                System.getenv(),
                Map.of(),
                new ConcurrentHashMap<>());
    }

    /** Writes down its arguments, one after the other, each ended by a NUL, in the file that comes first. */
    static Inverse recorder(Path file, String... arguments) {
        var all = new java.util.ArrayList<>(List.of(file.toString()));
        all.addAll(List.of(arguments));
        return new Inverse("file=$1; shift; for a; do printf '%s\\0' \"$a\"; done >\"$file\"", all);
    }

    static Optional<Inverse> undo(String script, Object... arguments) {
        return Optional.of(Inverse.of(
                script, java.util.Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new)));
    }

    static Processes.Finished sh(String script) {
        return new Processes().run(List.of("sh", "-c", script));
    }
}
