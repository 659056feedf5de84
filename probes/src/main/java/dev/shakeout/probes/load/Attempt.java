package dev.shakeout.probes.load;

import java.util.concurrent.atomic.AtomicBoolean;

/** One request under way: gets exactly one outcome, from its own thread or from the one that watches the clock. */
final class Attempt {
    final long number;
    final long dueNanos;
    private final Thread thread;
    private final AtomicBoolean decided = new AtomicBoolean();

    Attempt(long number, long dueNanos, java.util.function.Consumer<Attempt> work) {
        this.number = number;
        this.dueNanos = dueNanos;
        this.thread = Thread.ofVirtual().unstarted(() -> work.accept(this));
    }

    void start() {
        thread.start();
    }

    /** True for the first who asks. */
    boolean decide() {
        return !decided.getPlain() && decided.compareAndSet(false, true);
    }

    boolean decided() {
        return decided.get();
    }

    /** Closes its connection in whatever phase it is. */
    void giveUp() {
        thread.interrupt();
    }
}
