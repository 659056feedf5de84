package dev.shakeout.faults.host.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.cryptomator.jfuse.api.FileInfo;

/** Real files that are open for somebody, by the handle that the kernel keeps for us. */
final class OpenFiles {
    private static final int ACCESS = 3; // O_ACCMODE: 0 means reading alone
    private static final int APPEND = 02000; // O_APPEND

    private final Map<Long, FileChannel> files = new ConcurrentHashMap<>();
    private final AtomicLong handles = new AtomicLong();

    int add(Path real, FileInfo info, boolean create) throws IOException {
        boolean writes = (info.getFlags() & ACCESS) != 0;
        Set<OpenOption> options = new HashSet<>();
        options.add(StandardOpenOption.READ);
        if (writes || create) {
            options.add(StandardOpenOption.WRITE);
        }
        if (create) {
            options.add(StandardOpenOption.CREATE);
        }
        if (info.getOpenFlags().contains(StandardOpenOption.TRUNCATE_EXISTING) && writes) {
            options.add(StandardOpenOption.TRUNCATE_EXISTING);
        }
        long handle = handles.incrementAndGet();
        files.put(handle, FileChannel.open(real, options));
        info.setFh(handle);
        return 0;
    }

    int transfer(FileInfo info, ByteBuffer buffer, long size, long offset, boolean write) throws IOException {
        FileChannel file = files.get(info.getFh());
        if (file == null) {
            return -Errnos.EBADF;
        }
        ByteBuffer part = buffer.slice(0, (int) Math.min(size, buffer.capacity()));
        long at = write && (info.getFlags() & APPEND) != 0 ? Math.max(offset, file.size()) : offset;
        int done = 0;
        while (part.hasRemaining()) {
            int count = write ? file.write(part, at + done) : file.read(part, at + done);
            if (count <= 0) {
                break;
            }
            done += count;
        }
        return done;
    }

    void sync(FileInfo info, boolean metadata) throws IOException {
        FileChannel file = files.get(info.getFh());
        if (file != null) {
            file.force(metadata);
        }
    }

    void close(FileInfo info) throws IOException {
        Optional<FileChannel> file = Optional.ofNullable(files.remove(info.getFh()));
        if (file.isPresent()) {
            file.get().close();
        }
    }
}
