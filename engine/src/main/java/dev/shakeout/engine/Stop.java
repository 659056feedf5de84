package dev.shakeout.engine;

import dev.shakeout.model.Verdict;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Asks a run to stop and take everything back. The first to ask decides the verdict; later ones change nothing. */
public final class Stop {
    private final CompletableFuture<Reason> requested = new CompletableFuture<>();
    private final CountDownLatch asked = new CountDownLatch(1);
    private Optional<Reason> reason = Optional.empty();
    private volatile boolean enough;
    private Optional<Thread> method = Optional.empty();

    /**
     * Why a run stops early.
     *
     * @param verdict halted or aborted
     * @param rollBack whether the file's own rollbacks may still run
     */
    public record Reason(Verdict verdict, String words, boolean rollBack) {}

    /** Returns at once; the run's own thread does the taking back. */
    public void ask(Verdict verdict, String words) {
        ask(new Reason(verdict, words, true));
    }

    public synchronized void ask(Reason why) {
        if (reason.isEmpty()) {
            reason = Optional.of(why);
            asked.countDown();
            requested.complete(why);
            method.ifPresent(Thread::interrupt);
        }
    }

    /** No further activity of the method begins; what is under way goes on to its end. */
    void askForNoMore() {
        enough = true;
    }

    boolean noMore() {
        return enough;
    }

    /** Completed once a stop is asked for. */
    public CompletableFuture<Reason> requested() {
        return requested.copy();
    }

    public synchronized Optional<Reason> reason() {
        return reason;
    }

    /** While entered, the thread is interrupted when a stop is asked for. */
    synchronized void enter(Thread thread) {
        method = Optional.of(thread);
        if (reason.isPresent()) {
            thread.interrupt();
        }
    }

    /** From here on nothing interrupts the thread; its interrupt flag is cleared. */
    synchronized void leave() {
        method = Optional.empty();
        Thread.interrupted();
    }

    /** @throws InterruptedException a stop was asked for, so nothing new may begin */
    void check() throws InterruptedException {
        if (asked.getCount() == 0) {
            throw new InterruptedException();
        }
    }

    /**
     * Waits, unless a stop is asked for.
     *
     * @return false when it was
     */
    boolean sleep(Duration duration) throws InterruptedException {
        return !asked.await(Math.max(0, duration.toNanos()), TimeUnit.NANOSECONDS);
    }
}
