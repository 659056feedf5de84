package dev.shakeout.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder of one run: its ledger, and the shell scripts that need nothing but it. Readable by its owner alone.
 *
 * @param path below {@link Folders#runs()}, named after the run
 */
record RunFolder(Path path) {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final List<String> SCRIPTS = List.of("step.sh", "undo.sh", "sentinel.sh");

    /** Makes the folder, its scripts in it, and the note of who owns the run. */
    static RunFolder create(Folders folders, String runId) throws IOException {
        var attributes = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
        Files.createDirectories(folders.runtime(), attributes);
        Files.createDirectories(folders.runs(), attributes);
        if (!Files.getOwner(folders.runtime()).getName().equals(System.getProperty("user.name"))) {
            throw new IOException(folders.runtime() + " belongs to another user");
        }
        var folder = new RunFolder(Files.createDirectory(folders.runs().resolve(runId), attributes));
        for (String script : SCRIPTS) {
            try (InputStream text = RunFolder.class.getResourceAsStream(script)) {
                if (text == null) {
                    throw new IOException("this installation is damaged: " + script + " is missing");
                }
                Files.copy(text, folder.path.resolve(script));
            }
        }
        folder.write("owner", ProcessIdentity.own().toString());
        folder.write("lease", "0");
        return folder;
    }

    /** Every run that has left a folder, running or not. */
    static List<RunFolder> all(Folders folders) throws IOException {
        if (!Files.isDirectory(folders.runs())) {
            return List.of();
        }
        try (Stream<Path> paths = Files.list(folders.runs())) {
            return paths.filter(Files::isDirectory).sorted().map(RunFolder::new).toList();
        }
    }

    String runId() {
        return path.getFileName().toString();
    }

    void write(String name, String text) throws IOException {
        Files.writeString(path.resolve(name), text + "\n");
    }

    boolean has(String name) {
        return Files.exists(path.resolve(name));
    }

    /** The process that owns this run, as it was noted; it may be gone. */
    Optional<ProcessIdentity> owner() {
        try {
            return ProcessIdentity.parse(Files.readString(path.resolve("owner")));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    boolean ownerLives() {
        return owner().filter(ProcessIdentity::lives).isPresent();
    }

    boolean exists() {
        return Files.isDirectory(path);
    }

    /** Entries that were not taken back, newest first. */
    List<Path> open() throws IOException {
        try (Stream<Path> paths = Files.list(path)) {
            return paths.filter(
                            p -> p.toString().endsWith(".entry") || p.toString().endsWith(".damaged"))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        } catch (NoSuchFileException _) {
            return List.of();
        }
    }

    /** Deletes it; it does not matter when the sentinel does so at the same time. */
    void delete() throws IOException {
        try (Stream<Path> paths = Files.list(path)) {
            for (Path file : paths.toList()) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException _) {
            return;
        }
        Files.deleteIfExists(path);
    }
}
