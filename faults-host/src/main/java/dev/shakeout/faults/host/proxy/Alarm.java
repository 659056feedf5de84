package dev.shakeout.faults.host.proxy;

import java.util.concurrent.locks.LockSupport;

/** Wakes loops in the middle of a millisecond, which a selector's own timeout cannot. Rests while nobody waits. */
final class Alarm {
    private static final long NEVER = Long.MAX_VALUE;

    private final Loop loop;
    private final Thread thread;
    private volatile long at = NEVER;
    private volatile long sleepsUntil = NEVER;

    Alarm(Loop loop) {
        this.loop = loop;
        this.thread = Thread.ofPlatform().daemon().name("alarm").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Instead of what was set before. */
    void set(long nanoTime) {
        at = nanoTime;
        if (sleepsUntil == NEVER || nanoTime - sleepsUntil < 0) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        while (true) {
            long wanted = at;
            sleepsUntil = wanted;
            if (wanted != at) {
                continue; // set between the two, by someone who may have seen the old sleepsUntil
            }
            long left = wanted - System.nanoTime();
            if (wanted == NEVER) {
                LockSupport.park(this);
            } else if (left > 0) {
                LockSupport.parkNanos(this, left);
            } else if (at == wanted) {
                at = NEVER; // a wish that comes in between is lost here, but not for the loop: it is awake then
                loop.wake();
            }
        }
    }
}
