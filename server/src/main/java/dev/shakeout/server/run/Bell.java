package dev.shakeout.server.run;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes those who wait for something new of a run. */
public final class Bell {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition rung = lock.newCondition();
    private long times;

    void ring() {
        lock.lock();
        try {
            times++;
            rung.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How often it was rung; to be asked before one looks whether there is something new. */
    public long times() {
        lock.lock();
        try {
            return times;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until it was rung more often than that, or the time is over. */
    public void await(long before, Duration limit) throws InterruptedException {
        lock.lock();
        try {
            long left = limit.toNanos();
            while (times == before && left > 0) {
                left = rung.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
