package dev.shakeout.model;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an object holds, by name: in the order in which it was given, and never changed. A document has as many of these as
 * objects, and most have a handful of members, so this is a third of a LinkedHashMap's size.
 */
public final class Members<V> extends AbstractMap<String, V> {
    private static final int[] NO_SLOTS = new int[0];
    private static final Members<?> NONE = new Members<>(new String[0], new Object[0]);

    /** Up to here it is quicker to look at each name than to compute where one would be. */
    private static final int FEW = 8;

    private final String[] names;
    private final Object[] values;

    /** Where a name's number is, by its hash: the number plus one, or 0; empty where there are few. */
    private final int[] slots;

    private Members(String[] names, Object[] values) {
        this(names, values, names.length <= FEW ? NO_SLOTS : slots(names));
    }

    private Members(String[] names, Object[] values, int[] slots) {
        this.names = names;
        this.values = values;
        this.slots = slots;
    }

    /** The same members, which no later change of the map reaches. */
    @SuppressWarnings("unchecked") // it cannot be written to, so one of a subtype is one of this type
    public static <V> Members<V> copyOf(Map<String, ? extends V> map) {
        if (map instanceof Members<?> own) {
            return (Members<V>) own;
        }
        if (map.isEmpty()) {
            return (Members<V>) NONE;
        }
        var names = new String[map.size()];
        var values = new Object[map.size()];
        int i = 0;
        for (var entry : map.entrySet()) {
            names[i] = entry.getKey();
            values[i++] = entry.getValue();
        }
        return new Members<>(names, values);
    }

    /** Other values under the same names; only the values take room. */
    public <W> Members<W> mapped(Function<? super V, ? extends W> to) {
        var mapped = new Object[values.length];
        for (int i = 0; i < mapped.length; i++) {
            mapped[i] = to.apply(value(i));
        }
        return new Members<>(names, mapped, slots);
    }

    private static int[] slots(String[] names) {
        var slots = new int[Integer.highestOneBit(names.length) * 4];
        for (int i = 0; i < names.length; i++) {
            int slot = slot(names[i], slots.length);
            while (slots[slot] != 0) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = i + 1;
        }
        return slots;
    }

    private static int slot(Object name, int size) {
        int hash = name.hashCode() * 0x9E3779B9; // spreads hashes that differ in few bits
        return (hash ^ (hash >>> 16)) & (size - 1); // the size is a power of two
    }

    private int indexOf(@Nullable Object name) {
        if (name == null) {
            return -1;
        }
        if (slots.length == 0) {
            for (int i = 0; i < names.length; i++) {
                if (names[i].equals(name)) {
                    return i;
                }
            }
            return -1;
        }
        for (int slot = slot(name, slots.length); slots[slot] != 0; slot = (slot + 1) & (slots.length - 1)) {
            if (names[slots[slot] - 1].equals(name)) {
                return slots[slot] - 1;
            }
        }
        return -1;
    }

    @Override
    public @Nullable V get(@Nullable Object name) {
        int index = indexOf(name);
        return index < 0 ? null : value(index);
    }

    @SuppressWarnings("unchecked") // as only values of this type were put in
    private V value(int index) {
        return (V) values[index];
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return indexOf(name) >= 0;
    }

    @Override
    public int size() {
        return names.length;
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super V> action) {
        for (int i = 0; i < names.length; i++) {
            action.accept(names[i], value(i));
        }
    }

    @Override
    public Set<Entry<String, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return names.length;
            }

            @Override
            public Iterator<Entry<String, V>> iterator() {
                return new Iterator<>() {
                    private int next;

                    @Override
                    public boolean hasNext() {
                        return next < names.length;
                    }

                    @Override
                    public Entry<String, V> next() {
                        if (next == names.length) {
                            throw new NoSuchElementException();
                        }
                        next++;
                        return Map.entry(names[next - 1], value(next - 1));
                    }
                };
            }
        };
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return (other instanceof Members<?> own && Arrays.equals(names, own.names))
                ? Arrays.equals(values, own.values)
                : super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
