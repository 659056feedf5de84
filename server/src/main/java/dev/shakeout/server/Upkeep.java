package dev.shakeout.server;

import dev.shakeout.model.BadValue;
import dev.shakeout.server.store.Archive;
import dev.shakeout.server.store.Retention;
import dev.shakeout.server.store.Store;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/**
 * The upkeep of what a server keeps: all of it in one compressed file, from SQLite or PostgreSQL and into either, and less of it.
 *
 * @param data the folder of the server
 * @param database URL of JDBC for PostgreSQL; empty for a file of SQLite in the folder
 * @param ids each a new one that nobody has
 */
public record Upkeep(Path data, Optional<String> database, Clock clock, Supplier<String> ids) {
    /**
     * Makes one, also while servers are at work. Only its owner can read the file, as hashes of tokens are in it.
     *
     * @return how many rows there are
     * @throws BadValue there is no store, or it belongs to another release
     */
    public long make(Path file) throws IOException {
        mustBeThere();
        Path target = file.toAbsolutePath();
        Path draft = Files.createTempFile(
                Optional.ofNullable(target.getParent()).orElse(target),
                ".backup-",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            long rows;
            try (var lines = new OutputStreamWriter(
                    new GZIPOutputStream(Files.newOutputStream(draft)), StandardCharsets.UTF_8)) {
                rows = Archive.write(database.orElse(DataFolder.url(data)), clock.instant(), lines);
            }
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return rows;
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private void mustBeThere() {
        if (database.isEmpty() && !Files.exists(DataFolder.database(data))) {
            throw new BadValue(data + " holds no store; say with --data where the server keeps its files");
        }
    }

    /**
     * Forgets runs that ended long ago, also while servers are at work.
     *
     * @return how many these were
     * @throws BadValue there is no store
     */
    public long forget(Duration age) {
        mustBeThere();
        Instant now = clock.instant();
        try (Store store = Store.open(database.orElse(DataFolder.url(data)))) {
            return Retention.forget(now.minus(age), now, store);
        }
    }

    /**
     * Fills a new store from one; all or nothing of it.
     *
     * @return how many rows there were
     * @throws BadValue the file is no backup, or is damaged; the store is not empty, or a server is at work in the folder
     */
    public long restore(Path file) throws IOException {
        try (DataFolder folder = DataFolder.open(data, ids);
                Store store = Store.open(database.orElse(folder.database()));
                var lines = new BufferedReader(new InputStreamReader(
                        new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            return Archive.read(lines, clock.instant(), store);
        } catch (ZipException | EOFException e) {
            throw new BadValue(file + " is no backup of a Shakeout server, or is damaged: " + e.getMessage());
        }
    }
}
