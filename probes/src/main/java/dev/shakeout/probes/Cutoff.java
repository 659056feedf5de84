package dev.shakeout.probes;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Bounds what is done with channels as a whole, on the caller's own thread: at the deadline they are closed, as they are
 * when the caller is interrupted. Use {@link Deadline} for what cannot be closed.
 */
final class Cutoff {
    private static final long LONGEST_SLEEP = 3_600_000_000_000L;
    private static final Watch WATCH = new Watch();

    private final long deadline;
    private final List<Closeable> channels = new ArrayList<>(1);
    private boolean late;
    private boolean over;

    private Cutoff(long deadline) {
        this.deadline = deadline;
    }

    /** What is done. */
    interface Work<T> {
        /** @param cutoff to be told of every channel that may be waited for */
        T with(Cutoff cutoff) throws IOException;
    }

    /** @throws SocketTimeoutException when it did not end in time */
    static <T> T within(Duration limit, Work<T> work) throws IOException, InterruptedException {
        var cutoff = new Cutoff(System.nanoTime() + limit.toNanos());
        WATCH.add(cutoff);
        try {
            T result = work.with(cutoff);
            if (cutoff.end()) {
                throw new SocketTimeoutException("time-out");
            }
            return result;
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (cutoff.end()) {
                throw new SocketTimeoutException("time-out");
            }
            throw e;
        } finally {
            WATCH.remove(cutoff);
        }
    }

    /** Closes it at the deadline, at once if that has passed. */
    synchronized void closes(Closeable channel) {
        channels.add(channel);
        if (late) {
            cut();
        }
    }

    /** From here on nothing is closed any more: a connection may live longer than what it was made for. */
    private synchronized boolean end() {
        over = true;
        return late;
    }

    private synchronized void cut() {
        if (over) {
            return;
        }
        late = true;
        for (Closeable channel : channels) {
            try {
                channel.close();
            } catch (IOException _) {
                // whoever waits for it is told
            }
        }
    }

    /** Sleeps until the earliest deadline; one that is later than that wakes nobody, as most are over before it. */
    private static final class Watch {
        private final Set<Cutoff> waiting = ConcurrentHashMap.newKeySet();
        private boolean started;
        private long next;

        void add(Cutoff cutoff) {
            waiting.add(cutoff);
            synchronized (this) {
                if (!started) {
                    started = true;
                    next = cutoff.deadline;
                    Thread.ofPlatform().daemon().name("cutoff").start(this::run);
                } else if (cutoff.deadline - next < 0) {
                    next = cutoff.deadline;
                    notifyAll();
                }
            }
        }

        void remove(Cutoff cutoff) {
            waiting.remove(cutoff);
        }

        private void run() {
            while (true) {
                sleep();
                long now = System.nanoTime();
                waiting.stream().filter(cutoff -> cutoff.deadline - now <= 0).forEach(Cutoff::cut);
                waiting.removeIf(cutoff -> cutoff.deadline - now <= 0);
            }
        }

        private synchronized void sleep() {
            next = System.nanoTime() + LONGEST_SLEEP;
            for (Cutoff cutoff : waiting) {
                next = cutoff.deadline - next < 0 ? cutoff.deadline : next;
            }
            try {
                for (long left = next - System.nanoTime(); left > 0; left = next - System.nanoTime()) {
                    TimeUnit.NANOSECONDS.timedWait(this, left);
                }
            } catch (InterruptedException _) {
                // nobody interrupts it; it would look once too often
            }
        }
    }
}
