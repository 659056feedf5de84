package dev.shakeout.engine;

import dev.shakeout.model.Inverse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder that only this user can read, in which a shell finds what it needs to take things back when no JVM is left, such as
 * credentials. It is there from the beginning of a run until no ledger names it any more.
 */
public final class HeldFolder implements AutoCloseable {
    /** $1 is the folder; what follows are the places of ledgers. */
    private static final String REMOVE = """
            folder=$1
            shift
            for runs; do
              for entry in "$runs"/*/*.entry; do
                [ ! -f "$entry" ] || ! grep -qF "$folder" "$entry" || exit 0
              done
            done
            rm -rf "$folder"
            """;

    private final Folders folders;
    private final Path path;

    /**
     * Makes nothing yet.
     *
     * @param name that nobody else gives
     */
    public HeldFolder(String name, Machine machine) {
        this.folders = machine.folders();
        this.path = folders.held().toAbsolutePath().resolve(name);
    }

    public Path path() {
        return path;
    }

    /**
     * Makes it where it is not there.
     *
     * @throws IOException it cannot be kept, so nothing could be taken back
     */
    public void make() throws IOException {
        Files.createDirectories(path.getParent());
        if (!Files.isDirectory(path)) {
            Files.createDirectory(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    /** Does what {@link #close} does when there is no JVM. */
    public Inverse removal() {
        var arguments = new ArrayList<>(List.of(path.toString()));
        folders.allRuns().forEach(runs -> arguments.add(runs.toAbsolutePath().toString()));
        return new Inverse(REMOVE, arguments).lasting();
    }

    /** Deletes it, unless something is left in a ledger that still needs it. */
    @Override
    public void close() {
        if (!Files.isDirectory(path) || isNeeded()) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the credentials in " + path + " could not be deleted", e);
        }
    }

    private boolean isNeeded() {
        return folders.allRuns().stream().anyMatch(runs -> {
            try (Stream<Path> files = Files.find(
                    runs, 2, (file, _) -> file.getFileName().toString().endsWith(".entry"))) {
                return files.anyMatch(this::isNamedIn);
            } catch (IOException | UncheckedIOException _) {
                return Files.isDirectory(runs); // it could not be looked through
            }
        });
    }

    private boolean isNamedIn(Path entry) {
        try {
            return Files.readString(entry).contains(path.toString());
        } catch (IOException _) {
            return Files.exists(entry);
        }
    }
}
