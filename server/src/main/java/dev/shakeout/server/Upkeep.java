package dev.shakeout.server;

import dev.shakeout.engine.Processes;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.server.access.Token;
import dev.shakeout.server.channel.Channel;
import dev.shakeout.server.sealing.KeySource;
import dev.shakeout.server.sealing.Seal;
import dev.shakeout.server.sealing.SealingKey;
import dev.shakeout.server.store.Archive;
import dev.shakeout.server.store.Retention;
import dev.shakeout.server.store.Store;
import dev.shakeout.server.store.Work;
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
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
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
     * Encrypts all secrets with another key, in one transaction. Servers that are at work tell nothing by channels with secrets until they
     * are started with it.
     *
     * @param before the key of until now; that of the folder when empty
     * @param after made if it is not there
     * @param random that nobody can predict
     * @return how many secrets there were
     * @throws BadValue one of the keys is none, or some secret was encrypted with yet another one; then nothing is changed
     */
    public long rotate(Optional<KeySource> before, Path after, Processes processes, RandomGenerator random)
            throws IOException {
        mustBeThere();
        KeySource source = before.orElse(new KeySource.File(DataFolder.key(data)));
        var from = new Seal(source.key(processes), random);
        var to = new Seal(SealingKey.readOrMake(after, random), random);
        Instant now = clock.instant();
        try (Store store = Store.open(database.orElse(DataFolder.url(data)))) {
            return store.change(work -> rotate(from, to, now, work));
        }
    }

    private static long rotate(Seal from, Seal to, Instant now, Work work) {
        List<Channel> sealed = work.channels().all().stream()
                .filter(channel -> !channel.sealed().isEmpty())
                .toList();
        for (Channel channel : sealed) {
            String row = Channel.row(channel.name());
            try {
                work.channels().seal(channel.name(), to.seal(from.open(channel.sealed(), row), row));
            } catch (BadValue e) {
                throw new BadValue("nothing was changed: of channel '" + channel.name() + "', " + e.getMessage());
            }
        }
        work.audit()
                .append(
                        now,
                        Token.NOBODY,
                        "secrets.rotate",
                        "store",
                        Json.object("from", from.key().id(), "to", to.key().id(), "secrets", sealed.size()));
        return sealed.size();
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
