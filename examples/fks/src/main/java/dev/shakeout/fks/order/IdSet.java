package dev.shakeout.fks.order;

import java.util.function.LongConsumer;

/** A growing set of ids in 16 to 32 bytes each; a million boxed ones would not fit the small heap. Not thread-safe. */
public final class IdSet {
    private long[] table = new long[1024];
    private int size;

    /** Says whether the id is new. */
    public boolean add(OrderId id) {
        if (size * 2 >= table.length) {
            grow();
        }
        int slot = slotOf(table, id.value());
        if (table[slot] != 0) {
            return false;
        }
        table[slot] = id.value();
        size++;
        return true;
    }

    public boolean contains(OrderId id) {
        return table[slotOf(table, id.value())] != 0;
    }

    public int size() {
        return size;
    }

    /** Visits every id once, in no order. */
    public void forEach(LongConsumer visitor) {
        for (long id : table) {
            if (id != 0) {
                visitor.accept(id);
            }
        }
    }

    public IdSet copy() {
        IdSet copy = new IdSet();
        copy.table = table.clone();
        copy.size = size;
        return copy;
    }

    private void grow() {
        long[] larger = new long[table.length * 2];
        forEach(id -> larger[slotOf(larger, id)] = id);
        table = larger;
    }

    /** Where the id is, or the free slot (0 is never an id) where it would go. */
    private static int slotOf(long[] table, long id) {
        long mixed = id * 0x9E3779B97F4A7C15L;
        int slot = (int) (mixed >>> 32) & (table.length - 1);
        while (table[slot] != 0 && table[slot] != id) {
            slot = (slot + 1) & (table.length - 1);
        }
        return slot;
    }
}
