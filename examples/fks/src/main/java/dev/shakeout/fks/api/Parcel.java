package dev.shakeout.fks.api;

import dev.shakeout.fks.order.Order;

/** An order in the outbox, and how far it has come. */
record Parcel(Order order, boolean executed) {}
