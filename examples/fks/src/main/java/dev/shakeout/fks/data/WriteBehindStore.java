package dev.shakeout.fks.data;

import dev.shakeout.fks.order.Order;
import dev.shakeout.fks.order.OrderId;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The weakness "durability": orders wait in memory for up to five seconds, and a SIGKILL loses them. */
final class WriteBehindStore implements OrderStore {
    private static final int INTERVAL_SECONDS = 5;

    private final Database database;
    private final Map<OrderId, Order> unwritten = new ConcurrentHashMap<>();

    // The future is of no use: the task runs until the process ends.
    @SuppressWarnings("FutureReturnValueIgnored")
    WriteBehindStore(Database database) {
        this.database = database;
        Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("write-behind").factory())
                .scheduleWithFixedDelay(this::flush, INTERVAL_SECONDS, INTERVAL_SECONDS, TimeUnit.SECONDS);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::flush));
    }

    @Override
    public void put(Order order) {
        unwritten.put(order.id(), order);
    }

    @Override
    public Optional<Order> find(OrderId id) throws IOException {
        Order waiting = unwritten.get(id);
        return waiting == null ? database.find(id) : Optional.of(waiting);
    }

    @Override
    public Collection<OrderId> unwritten() {
        return unwritten.keySet();
    }

    private void flush() {
        List<Order> orders = List.copyOf(unwritten.values());
        try {
            database.insert(orders);
            orders.forEach(order -> unwritten.remove(order.id()));
        } catch (IOException e) {
            System.err.println("fks_data: tries again to write " + orders.size() + " orders: " + e);
        }
    }
}
