package dev.shakeout.server;

import dev.shakeout.model.BadValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Supplier;

/** The folder of one server, which nobody else uses while it lives. */
final class DataFolder implements AutoCloseable {
    private final Path path;
    private final FileChannel lock;
    private final String identity;

    private DataFolder(Path path, FileChannel lock, String identity) {
        this.path = path;
        this.lock = lock;
        this.identity = identity;
    }

    /**
     * @param ids for a name, if it has none yet
     * @throws BadValue another server uses it
     */
    static DataFolder open(Path folder, Supplier<String> ids) throws IOException {
        Path path = Files.createDirectories(folder.toAbsolutePath());
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        FileChannel lock = FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (!isFree(lock)) {
                throw new BadValue(
                        path + " is used by another server; end that one, or choose another folder with --data");
            }
            return new DataFolder(path, lock, identity(path.resolve("identity"), ids));
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static boolean isFree(FileChannel lock) throws IOException {
        try {
            return lock.tryLock() != null;
        } catch (OverlappingFileLockException _) {
            return false; // by this very process
        }
    }

    private static String identity(Path file, Supplier<String> ids) throws IOException {
        if (!Files.exists(file)) {
            Path draft = Files.writeString(file.resolveSibling("identity.new"), ids.get());
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return Files.readString(file).strip();
    }

    /** By which its runs are known in the store, also after a restart. */
    String identity() {
        return identity;
    }

    /** The key for secrets, where none is given. */
    Path key() {
        return key(path);
    }

    static Path key(Path folder) {
        return folder.toAbsolutePath().resolve("secrets.key");
    }

    Path runs() {
        return path.resolve("runs");
    }

    /** URL of the database in it. */
    String database() {
        return url(path);
    }

    static String url(Path folder) {
        return "jdbc:sqlite:" + database(folder);
    }

    static Path database(Path folder) {
        return folder.toAbsolutePath().resolve("shakeout.db");
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
