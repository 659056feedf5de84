package dev.shakeout.faults.host;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory outside the heap that is really there, page by page. Most of it comes in huge pages where the kernel has them,
 * as those are there several times sooner; the rest in small ones, so that an amount can be held to the page.
 */
final class HeldMemory {
    private static final long PAGE = 4096;
    private static final long HUGE_PAGE = 2L << 20;
    private static final long CHUNK = 16 * HUGE_PAGE;

    /** The end of what is reserved, in small pages. */
    static final long FINE = 2 * HUGE_PAGE;

    private final MemorySegment all;
    private long held;

    private HeldMemory(MemorySegment all) {
        this.all = all;
    }

    /** @param bytes the most that will ever be held; only addresses are used up so far */
    static HeldMemory reserve(long bytes) {
        MemorySegment raw = SystemCalls.mapMemory(bytes + 2 * HUGE_PAGE + FINE);
        long skipped = -raw.address() & (HUGE_PAGE - 1);
        long huge = Math.max(0, bytes - FINE) / HUGE_PAGE * HUGE_PAGE;
        SystemCalls.useHugePages(raw.asSlice(skipped, huge), true);
        SystemCalls.useHugePages(raw.asSlice(skipped + huge, raw.byteSize() - skipped - huge), false);
        return new HeldMemory(raw.asSlice(skipped));
    }

    long held() {
        return held;
    }

    /** Grows to that many bytes, by two threads where it is worth it. */
    void growTo(long bytes) throws InterruptedException {
        long end = Math.min(bytes / PAGE * PAGE, all.byteSize() / PAGE * PAGE);
        var next = new AtomicLong(held);
        int workers =
                end - held < 4 * CHUNK ? 1 : Math.min(2, Runtime.getRuntime().availableProcessors());
        var threads = new ArrayList<Thread>();
        for (int i = 1; i < workers; i++) {
            threads.add(Thread.ofPlatform().daemon().start(() -> touch(next, end)));
        }
        touch(next, end);
        for (Thread thread : threads) {
            thread.join();
        }
        held = Math.max(held, end);
    }

    private void touch(AtomicLong next, long end) {
        for (long from = next.getAndAdd(CHUNK); from < end; from = next.getAndAdd(CHUNK)) {
            for (long at = from; at < Math.min(end, from + CHUNK); at += PAGE) {
                all.set(ValueLayout.JAVA_LONG, at, at + 1); // no two pages alike: they cannot be merged
            }
        }
    }
}
