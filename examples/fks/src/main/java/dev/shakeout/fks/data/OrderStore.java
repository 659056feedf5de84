package dev.shakeout.fks.data;

import dev.shakeout.fks.order.Order;
import dev.shakeout.fks.order.OrderId;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;

/** Where orders go: onto the disk before they are acknowledged, or (the weakness) some seconds after. */
sealed interface OrderStore permits GroupCommitStore, WriteBehindStore {
    /** Returns when the order may be acknowledged. The same order again changes nothing. */
    void put(Order order) throws IOException;

    Optional<Order> find(OrderId id) throws IOException;

    /** Acknowledged, yet not in the database. */
    Collection<OrderId> unwritten();
}
