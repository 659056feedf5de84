package dev.shakeout.faults.host;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory outside the heap that is really there, page by page. In small pages, so that an amount can be held to the page,
 * and as a virtual machine may have to gather a huge one first; the kernel is asked for many of them at once.
 */
final class HeldMemory {
    private static final long PAGE = 4096;
    private static final long CHUNK = 32L << 20;

    /** Left to the last, so that what this process takes meanwhile can still be made up for. */
    static final long FINE = 4L << 20;

    private final MemorySegment all;
    private long held;

    private HeldMemory(MemorySegment all) {
        this.all = all;
    }

    /** @param bytes the most that will ever be held; only addresses are used up so far */
    static HeldMemory reserve(long bytes) {
        return new HeldMemory(SystemCalls.mapMemory(bytes + FINE));
    }

    long held() {
        return held;
    }

    /** Grows to that many bytes, by two threads where it is worth it. */
    void growTo(long bytes) throws InterruptedException {
        long end = Math.min(bytes / PAGE * PAGE, all.byteSize() / PAGE * PAGE);
        long begin = held;
        share(begin, end, (from, length) -> SystemCalls.populate(all.asSlice(from, length)));
        share(begin, end, this::write);
        held = Math.max(held, end);
    }

    /** Does something to a piece of it. */
    private interface Work {
        void on(long from, long length);
    }

    private static void share(long begin, long end, Work work) throws InterruptedException {
        var next = new AtomicLong(begin);
        int workers =
                end - begin < 4 * CHUNK ? 1 : Math.min(2, Runtime.getRuntime().availableProcessors());
        var threads = new ArrayList<Thread>();
        for (int i = 1; i < workers; i++) {
            threads.add(Thread.ofPlatform().daemon().start(() -> take(next, end, work)));
        }
        take(next, end, work);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void take(AtomicLong next, long end, Work work) {
        for (long from = next.getAndAdd(CHUNK); from < end; from = next.getAndAdd(CHUNK)) {
            work.on(from, Math.min(end - from, CHUNK));
        }
    }

    /** No two pages alike, so that they cannot be merged; last, as this brings none that is not there already. */
    private void write(long from, long length) {
        for (long at = from; at < from + length; at += PAGE) {
            all.set(ValueLayout.JAVA_LONG, at, at + 1);
        }
    }
}
