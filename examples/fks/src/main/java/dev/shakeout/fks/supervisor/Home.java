package dev.shakeout.fks.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Where all files live: a given directory that stays, or one of our own that goes when we go. */
record Home(Path dir, boolean temporary) {
    static Home of(Optional<Path> given) throws IOException {
        return given.isPresent()
                ? new Home(Files.createDirectories(given.get().toAbsolutePath()), false)
                : new Home(Files.createTempDirectory("fks-"), true);
    }

    void leave() {
        if (!temporary) {
            return;
        }
        try (var paths = Files.walk(dir)) {
            List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            System.err.println("fks: could not remove " + dir + ": " + e);
        }
    }
}
