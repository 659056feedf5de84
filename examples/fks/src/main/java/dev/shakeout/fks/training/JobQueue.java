package dev.shakeout.fks.training;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.OptionalLong;
import java.util.Queue;

/** Jobs that wait, and the threads that work on them. Every count changes under one lock, so they always add up. */
final class JobQueue {
    /** The weakness: behind by more than this, an accepted job is dropped and no one is told. */
    private static final int WEAK_BACKLOG_MAX = 10;

    private final int capacity;
    private final boolean losesJobs;
    private final Queue<Duration> waiting = new ArrayDeque<>();
    private long accepted;
    private long rejected;
    private long finished;
    private int running;

    JobQueue(int capacity, boolean losesJobs) {
        this.capacity = capacity;
        this.losesJobs = losesJobs;
    }

    void work(int threads) {
        for (int i = 0; i < threads; i++) {
            // Kernel threads: virtual ones share carriers with the HTTP server, which must go on answering.
            Thread.ofPlatform().daemon().name("trainer-" + i).start(this::trainForever);
        }
    }

    /** The job's number, or nothing when the queue is full. */
    synchronized OptionalLong submit(Duration cpu) {
        if (waiting.size() >= capacity) {
            rejected++;
            return OptionalLong.empty();
        }
        accepted++;
        if (!losesJobs || waiting.size() < WEAK_BACKLOG_MAX) {
            waiting.add(cpu);
            notify();
        }
        return OptionalLong.of(accepted);
    }

    synchronized JobCounts counts() {
        return new JobCounts(accepted, finished, waiting.size(), running, rejected);
    }

    private void trainForever() {
        try {
            while (true) {
                CpuBurn.burn(take());
                finish();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Duration take() throws InterruptedException {
        while (waiting.isEmpty()) {
            wait();
        }
        running++;
        return waiting.remove();
    }

    private synchronized void finish() {
        running--;
        finished++;
    }
}
