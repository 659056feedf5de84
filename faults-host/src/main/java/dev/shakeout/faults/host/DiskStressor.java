package dev.shakeout.faults.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * A small process of its own that reads and writes files: {@code --files=/DIR/PREFIX --operation=both --workers=2
 * --block=65536 --size=67108864}. Writes are synced. Where the folder is that of a container,
 * and goes with it, the files lose their names by then, so that nothing of them stays in a volume.
 */
public final class DiskStressor {
    private static final long LOOK_NANOS = 100_000_000;

    private final Path folder;
    private final SecureDirectoryStream<Path> held;
    private final String prefix;
    private final boolean writes;
    private final boolean reads;
    private final int block;
    private final long size;

    @SuppressWarnings("StreamResourceLeak") // it is held until this process ends
    private DiskStressor(Options options) throws IOException {
        Path files = Path.of(options.get("files"));
        folder = Optional.ofNullable(files.getParent()).orElseThrow();
        prefix = String.valueOf(files.getFileName());
        if (!(Files.newDirectoryStream(folder) instanceof SecureDirectoryStream<Path> secure)) {
            throw new IOException("the JDK cannot hold " + folder);
        }
        held = secure;
        writes = !options.get("operation").equals("read");
        reads = !options.get("operation").equals("write");
        block = Integer.parseInt(options.get("block"));
        size = Long.parseLong(options.get("size"));
    }

    public static void main(String[] arguments) throws IOException {
        var options = Options.of(arguments);
        var stressor = new DiskStressor(options);
        int workers = Integer.parseInt(options.get("workers"));
        for (int i = 0; i < workers; i++) {
            FileChannel file = stressor.open(i);
            Thread.ofPlatform().daemon().name("worker" + i).start(() -> stressor.work(file));
        }
        Parent.work("looking", () -> stressor.forget(workers));
        Parent.readyUntilItEnds();
    }

    private Path name(int number) {
        return Path.of(prefix + number);
    }

    private FileChannel open(int number) throws IOException {
        var options = Set.of(
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DSYNC);
        var owners = PosixFilePermissions.asFileAttribute(
                Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
        return (FileChannel) held.newByteChannel(name(number), options, owners);
    }

    /** Whoever takes this back finds the files by their path, for as long as there is one. */
    private void forget(int workers) throws IOException {
        while (Files.isDirectory(folder)) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        for (int i = 0; i < workers; i++) {
            held.deleteFile(name(i));
        }
    }

    private void work(FileChannel file) {
        var buffer = ByteBuffer.allocateDirect(block);
        var random = new SplittableRandom();
        for (int i = 0; i < block; i += Long.BYTES) {
            if (i + Long.BYTES <= block) {
                buffer.putLong(i, random.nextLong());
            }
        }
        long blocks = Math.max(1, size / block);
        try (file) {
            for (long written = 0; written < blocks && !writes; written++) { // there must be something to read
                transfer(file, buffer, written * block, true);
            }
            for (long n = 0; ; n++) {
                long at = random.nextLong(blocks) * block;
                transfer(file, buffer, at, writes && (!reads || n % 2 == 0));
            }
        } catch (IOException e) {
            System.err.println(e);
        }
    }

    private void transfer(FileChannel file, ByteBuffer buffer, long at, boolean write) throws IOException {
        buffer.clear().limit(block);
        int count = 1;
        while (buffer.hasRemaining() && count > 0) {
            count = write ? file.write(buffer, at + buffer.position()) : file.read(buffer, at + buffer.position());
        }
    }
}
