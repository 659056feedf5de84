package dev.shakeout.fks.api;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** A file to which lines are appended and synced in groups: lines that come during a sync share the next one. */
final class SyncedLog {
    private final FileChannel file;
    private StringBuilder waiting = new StringBuilder();
    private CompletableFuture<Boolean> nextSync = new CompletableFuture<>();

    /** Starts with nothing but the given lines. */
    SyncedLog(Path path, String lines) throws IOException {
        file = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        write(lines);
        Thread.ofPlatform().daemon().name("outbox-sync").start(this::syncForever);
    }

    /** Completes when the line is on the disk, or fails with the reason why it is not. */
    synchronized CompletableFuture<Boolean> append(String line) {
        waiting.append(line).append('\n');
        notifyAll();
        return nextSync;
    }

    /** Empties the file if it is larger than that and all its lines are history, asked while nothing can be appended. */
    synchronized void truncateAbove(long bytes, BooleanSupplier allHistory) throws IOException {
        synchronized (file) {
            if (waiting.isEmpty() && file.size() > bytes && allHistory.getAsBoolean()) {
                file.truncate(0);
            }
        }
    }

    private void syncForever() {
        try {
            while (true) {
                Group group = nextGroup();
                try {
                    write(group.lines());
                    group.synced().complete(true);
                } catch (IOException e) {
                    group.synced().completeExceptionally(e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Group nextGroup() throws InterruptedException {
        while (waiting.isEmpty()) {
            wait();
        }
        Group group = new Group(waiting.toString(), nextSync);
        waiting = new StringBuilder();
        nextSync = new CompletableFuture<>();
        return group;
    }

    private void write(String lines) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8));
        synchronized (file) {
            file.position(file.size());
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(false);
        }
    }

    private record Group(String lines, CompletableFuture<Boolean> synced) {}
}
