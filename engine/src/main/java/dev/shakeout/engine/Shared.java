package dev.shakeout.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Things that the parts of one command use together, such as a process beside it: each is made by whoever needs it
 * first, and all are closed at the end, the last one first.
 */
public final class Shared implements AutoCloseable {
    /** An argument by which a shared process is known to everybody as a run's own, so that no fault hits it. */
    public static final String MARK = "--beside-shakeout";

    private final Map<Class<?>, AutoCloseable> made = new LinkedHashMap<>();

    /** The one thing of this type. */
    public synchronized <T extends AutoCloseable> T get(Class<T> type, Supplier<T> make) {
        AutoCloseable known = made.get(type);
        if (known == null) { // not computeIfAbsent: making one thing may ask for another
            known = make.get();
            made.put(type, known);
        }
        return type.cast(known);
    }

    /** What fails to close is told, and stands in nothing else's way. */
    @Override
    public synchronized void close() {
        List<AutoCloseable> all = new ArrayList<>(made.values());
        made.clear();
        all.reversed().forEach(thing -> {
            try {
                thing.close();
            } catch (Exception e) {
                System.err.println("shakeout: " + thing.getClass().getSimpleName() + " did not close: " + e);
            }
        });
    }
}
