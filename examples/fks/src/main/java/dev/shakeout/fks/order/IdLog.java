package dev.shakeout.fks.order;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A set of ids that outlives its process: 8 bytes each, appended to a file.
 *
 * <p>It is not synced: it must survive a SIGKILL, for which the kernel's page cache is enough, not a power cut.
 */
public final class IdLog implements Closeable {
    private final IdSet ids = new IdSet();
    private final FileChannel file;

    public IdLog(Path path) throws IOException {
        ByteBuffer content = ByteBuffer.wrap(Files.exists(path) ? Files.readAllBytes(path) : new byte[0]);
        while (content.remaining() >= Long.BYTES) {
            ids.add(new OrderId(content.getLong()));
        }
        file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        // A torn last record is overwritten.
        file.truncate((long) ids.size() * Long.BYTES);
        file.position(file.size());
    }

    public synchronized void add(OrderId id) throws IOException {
        if (ids.add(id)) {
            file.write(ByteBuffer.allocate(Long.BYTES).putLong(id.value()).flip());
        }
    }

    public synchronized boolean contains(OrderId id) {
        return ids.contains(id);
    }

    public synchronized int size() {
        return ids.size();
    }

    /** The ids as they are now. */
    public synchronized IdSet snapshot() {
        return ids.copy();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
