package dev.shakeout.jvm;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Threads that use processor time of this JVM, and objects that fill its heap. */
final class Stress implements Deed {
    private static final int BLOCK = 1 << 20;
    private static final int SMALL_BLOCK = 1 << 16;

    private final Order order;
    private final List<byte[]> held = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean on = true;

    Stress(Order order) {
        this.order = order;
    }

    @Override
    public void begin() throws Refused {
        fill(order.number("heap"));
        for (int i = 0; i < order.number("cores"); i++) {
            Thread thread = new Thread(this::burn, order.get("token"));
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** By small pieces near the end, as what is free may be in pieces too. What the target itself needs stays free. */
    private void fill(long percent) throws Refused {
        if (percent == 0) {
            return;
        }
        Runtime runtime = Runtime.getRuntime();
        System.gc(); // what nobody holds would make room later, and the heap would not be full
        if (used(runtime) * 100 >= runtime.maxMemory() * percent) {
            throw new Refused(used(runtime) * 100 / runtime.maxMemory() + "% of its heap is in use already");
        }
        try {
            while (used(runtime) * 100 < runtime.maxMemory() * percent) {
                long room = runtime.maxMemory() * percent / 100 - used(runtime);
                held.add(new byte[room > 4 * BLOCK ? BLOCK : SMALL_BLOCK]);
            }
        } catch (OutOfMemoryError e) {
            held.clear();
            throw new Refused("its heap has no room for " + percent + "%");
        }
    }

    private static long used(Runtime runtime) {
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private void burn() {
        long sink = 0;
        while (on) {
            sink += System.nanoTime() & 1;
        }
        if (sink < 0) {
            throw new AssertionError(); // never; but a compiler must not see that nobody wants it
        }
    }

    @Override
    public void end() {
        on = false;
        held.clear();
    }

    @Override
    public Map<String, Object> status() {
        long bytes = 0;
        synchronized (held) {
            for (byte[] each : held) {
                bytes += each.length;
            }
        }
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("held", bytes);
        status.put("used", used(Runtime.getRuntime()));
        status.put("most", Runtime.getRuntime().maxMemory());
        return status;
    }
}
