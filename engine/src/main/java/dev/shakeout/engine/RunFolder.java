package dev.shakeout.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
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
 * @param path below {@link Folders#runs()}, named after the run; absolute
 */
record RunFolder(Path path) {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final List<String> SCRIPTS = List.of("step.sh", "undo.sh", "sentinel.sh");
    private static final String UID = "unix:uid";
    /** Another one after each start of the kernel (random(4)). */
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    /**
     * Makes the folder, its scripts in it, and the note of who owns the run. It appears among the runs only when it is
     * complete, so nobody takes a run that is just starting for one whose owner is gone.
     */
    static RunFolder create(Folders folders, String runId) throws IOException {
        var attributes = ownerOnly();
        Path runs = folders.runs().toAbsolutePath();
        Files.createDirectories(folders.runtime(), attributes);
        Files.createDirectories(runs, attributes);
        Path draft = Files.createDirectory(folders.runtime().resolve("starting-" + runId), attributes);
        try {
            // by number, as the user of a container often has no name
            if (!Files.getAttribute(folders.runtime(), UID).equals(Files.getAttribute(draft, UID))) {
                throw new IOException(folders.runtime() + " belongs to another user");
            }
            new RunFolder(draft).fill();
            var folder = new RunFolder(runs.resolve(runId));
            Files.move(draft, folder.path, StandardCopyOption.ATOMIC_MOVE);
            sync(runs);
            return folder;
        } catch (IOException e) {
            new RunFolder(draft).delete();
            throw e;
        }
    }

    /** For new folders that are nobody else's business. */
    static FileAttribute<Set<PosixFilePermission>> ownerOnly() {
        return PosixFilePermissions.asFileAttribute(OWNER_ONLY);
    }

    private void fill() throws IOException {
        for (String script : SCRIPTS) {
            try (InputStream text = RunFolder.class.getResourceAsStream(script)) {
                if (text == null) {
                    throw new IOException("this installation is damaged: " + script + " is missing");
                }
                Files.copy(text, path.resolve(script));
            }
        }
        Files.writeString(path.resolve("owner"), ProcessIdentity.own() + "\n");
        if (Files.isReadable(BOOT_ID)) {
            Files.copy(BOOT_ID, path.resolve("boot"));
        }
        renew(0);
    }

    /** What was created or renamed in this folder survives the loss of power. */
    static void sync(Path folder) throws IOException {
        try (var directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    /** Every run that has left a folder, running or not. */
    static List<RunFolder> all(Folders folders) throws IOException {
        Path runs = folders.runs().toAbsolutePath();
        if (!Files.isDirectory(runs)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.list(runs)) {
            return paths.filter(Files::isDirectory).sorted().map(RunFolder::new).toList();
        }
    }

    String runId() {
        return path.getFileName().toString();
    }

    /** Renews the lease. Always writes over the same few bytes, which a full disk still allows. */
    void renew(long count) throws IOException {
        var text = ByteBuffer.wrap("%019d\n".formatted(count).getBytes(StandardCharsets.US_ASCII));
        try (var lease = FileChannel.open(path.resolve("lease"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            lease.write(text);
        }
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

    boolean everythingIsTakenBack() {
        try {
            return open().isEmpty();
        } catch (IOException _) {
            return false;
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
