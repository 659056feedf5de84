package dev.shakeout.fks.data;

import dev.shakeout.fks.order.Order;
import dev.shakeout.fks.order.OrderId;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;

/** All orders that wait while one commit syncs the disk go into the next one, so a sync is shared and not queued for. */
final class GroupCommitStore implements OrderStore {
    private static final int GROUP_MAX = 256;

    private final Database database;
    private final BlockingQueue<Write> waiting = new LinkedBlockingQueue<>();

    GroupCommitStore(Database database) {
        this.database = database;
        Thread.ofPlatform().daemon().name("group-commit").start(this::commitForever);
    }

    @Override
    public void put(Order order) throws IOException {
        Write write = new Write(order, new CompletableFuture<>());
        waiting.add(write);
        try {
            write.committed().get();
        } catch (ExecutionException e) {
            throw new IOException("could not be written", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("stopped before the commit").initCause(e);
        }
    }

    @Override
    public Optional<Order> find(OrderId id) throws IOException {
        return database.find(id);
    }

    @Override
    public Collection<OrderId> unwritten() {
        return List.of();
    }

    private void commitForever() {
        List<Write> group = new ArrayList<>();
        while (true) {
            try {
                group.add(waiting.take());
                waiting.drainTo(group, GROUP_MAX - 1);
                database.insert(group.stream().map(Write::order).toList());
                group.forEach(write -> write.committed().complete(true));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (IOException | RuntimeException e) {
                group.forEach(write -> write.committed().completeExceptionally(e));
            } finally {
                group.clear();
            }
        }
    }

    private record Write(Order order, CompletableFuture<Boolean> committed) {}
}
