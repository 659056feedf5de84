package dev.shakeout.jvm;

import java.lang.ref.WeakReference;
import java.util.LinkedHashMap;
import java.util.Map;

/** A garbage collection, over when this has begun. A JVM may be told not to listen: what nobody holds tells whether it did. */
final class Collection implements Deed {
    private final Map<String, Object> status = new LinkedHashMap<>();

    @Override
    public void begin() {
        WeakReference<Object> held = new WeakReference<>(new Object());
        long used = used();
        long begin = System.nanoTime();
        System.gc();
        status.put("millis", (System.nanoTime() - begin) / 1_000_000);
        status.put("collected", held.get() == null ? 1 : 0);
        status.put("before", used);
        status.put("after", used());
    }

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Override
    public void end() {
        // it is over
    }

    @Override
    public Map<String, Object> status() {
        return status;
    }
}
